import type { Failure } from '@canonry/pack'
import { ok, type Result } from 'neverthrow'
import type { Dispatching } from '../effects/calling/dispatching.js'
import { knownTopics } from '../effects/calling/known-answer.js'
import { instantOf } from '../effects/effect-notes.js'
import { POLICIES } from '../effects/settling/policy.js'
import type { ExceptionDraft } from '../exception.js'
import { findingKey, type RecordedFinding } from '../recorded-finding.js'
import type { FindingWrite } from '../store/writes.js'
import { asked, type PullingFrom, type PullStep, recordFailure, recordStep } from './pull-step.js'

/**
 * Makes the system tell whatever is listened to, before it is asked what was missed.
 *
 * That it stopped telling something is a finding until the next look. Where it does not let its
 * subscriptions be changed, people are told, and the pull goes on.
 */
export async function healSubscriptions(
  dispatching: Dispatching,
  pulling: PullingFrom,
): Promise<void> {
  const answer = await mended(dispatching, pulling)
  if (answer.isErr() && isPassing(answer.error)) {
    return recordFailure(dispatching, pulling, answer.error)
  }
  const now = dispatching.env.now()
  const pull = { ...pulling.pull, phase: 'pages', attempts: 0, runAt: now } as const
  const id = dispatching.env.uuid()
  const notes = answer.match(
    (topics) => mendedNotes(pulling, { topics, now }),
    (failure) => refusedNotes(pulling, { failure, id }),
  )
  await recordStep(dispatching, pulling, { pull, ...notes })
}

async function mended(
  dispatching: Dispatching,
  { from, rules }: PullingFrom,
): Promise<Result<readonly string[], Failure>> {
  const { connector } = from
  const webhooks = rules?.webhooks
  const ask = async () => {
    // rules may be other ones by now than those that the pull began with
    if (!connector.subscribe || webhooks === undefined) return ok([])
    return knownTopics(await connector.subscribe(webhooks))
  }
  return asked(dispatching, { from, ask })
}

function isPassing({ kind }: Failure): boolean {
  const policy = POLICIES[kind].kind
  return policy === 'throttle' || policy === 'retry' || policy === 'verify'
}

function mendedNotes(
  { from, row }: PullingFrom,
  { topics, now }: { topics: readonly string[]; now: number },
): Omit<PullStep, 'pull'> {
  const connection = from.connection.id
  const finding: RecordedFinding = {
    code: 'webhooks-missing',
    path: '',
    connection,
    at: instantOf(now),
    message: `it had stopped telling of ${topics.join(', ')}, and was made to tell of it again`,
  }
  const key = findingKey({ ...finding, message: '' })
  // the first time nothing had stopped: it had not begun
  const isNews = topics.length > 0 && row.subscribedAt !== undefined
  const write: FindingWrite = isNews ? { kind: 'record', key, finding } : { kind: 'clear', key }
  return {
    subscribedAt: now,
    counts: { 'reconcile.subscribed': topics.length },
    findings: [write],
    exceptions: [{ kind: 'resolve', fingerprint: fingerprintOf(connection) }],
  }
}

function refusedNotes(
  { from }: PullingFrom,
  { failure, id }: { failure: Failure; id: string },
): Omit<PullStep, 'pull'> {
  const connection = from.connection.id
  const draft: ExceptionDraft = {
    fingerprint: fingerprintOf(connection),
    reason: 'subscriptions-refused',
    owner: failure.owner ?? 'connection-admin',
    connection,
    message: `${connection} does not let its webhooks be subscribed: ${failure.message}`,
    suggestedFix: 'Let the connection manage its webhooks; until then, what they miss is pulled.',
  }
  return { exceptions: [{ kind: 'open', id, draft }] }
}

function fingerprintOf(connection: string): string {
  return `subscriptions:${connection}`
}
