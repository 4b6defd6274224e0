import type { Failure } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import { type Dispatching, type OpenConnection, persist } from '../effects/calling/dispatching.js'
import { inTime } from '../effects/calling/in-time.js'
import { classifySafely } from '../effects/calling/known-answer.js'
import type { ConnectionLoad } from '../effects/connection-gate.js'
import type { NewFact } from '../journal/fact.js'
import type { ConnectionRow, Pull } from '../store/connection-row.js'
import type { Counts, ExceptionWrite, FindingWrite } from '../store/writes.js'
import { afterFailure, pullFingerprint } from './after-failure.js'
import { withPull } from './next-pull.js'
import type { PullRules } from './pull-rules.js'

/** One connection whose pull is under way. */
export interface PullingFrom {
  readonly from: OpenConnection
  readonly row: ConnectionRow
  readonly pull: Pull
  /** Absent for a connection that is pulled once, or by no rules any more. */
  readonly rules: PullRules | undefined
}

/** What a step of a pull brings about, all of it or nothing. */
export interface PullStep {
  readonly pull: Pull
  readonly facts?: readonly NewFact[]
  /** Source keys that are there: they are not absent from this scan. */
  readonly seen?: readonly string[]
  /** The system tells everything that is listened to. */
  readonly subscribedAt?: number
  readonly counts?: Counts
  readonly findings?: readonly FindingWrite[]
  readonly exceptions?: readonly ExceptionWrite[]
}

/** Whether the connection's gate lets one call through now; it then counts as made. */
export async function mayCall(
  dispatching: Dispatching,
  { connection, connector }: OpenConnection,
): Promise<boolean> {
  const { env, store, epoch } = dispatching
  const load: ConnectionLoad = { connection: connection.id, limits: connector.limits, bulk: 1 }
  const call = { kind: 'call', now: env.now(), epoch, load } as const
  const answer = await persist(dispatching, () => store.maintain(call))
  return answer?.admitted === true
}

/** A question to a connector, and which one. */
interface Asking<T> {
  readonly from: OpenConnection
  readonly ask: () => Promise<Result<T, Failure>>
}

/** What a connector answers; anything thrown is a failure that it classifies. */
export async function asked<T>(
  { env }: Dispatching,
  { from: { connector }, ask }: Asking<T>,
): Promise<Result<T, Failure>> {
  try {
    return await inTime(env, ask)
  } catch (problem) {
    return err(classifySafely(connector, problem))
  }
}

/** Records a step that went well; answers whether it is recorded. */
export async function recordStep(
  dispatching: Dispatching,
  { row }: PullingFrom,
  step: PullStep,
): Promise<boolean> {
  const { env, store, epoch } = dispatching
  const { connection } = row
  const solved: ExceptionWrite = { kind: 'resolve', fingerprint: pullFingerprint(connection) }
  const { pull, subscribedAt, facts = [], counts = {}, seen = [], findings = [] } = step
  const exceptions = step.exceptions ?? [solved]
  const known = subscribedAt === undefined ? row : { ...row, subscribedAt }
  const write = { epoch, row: withPull(known, pull), seen, findings, exceptions }
  const request = { now: env.now(), facts, counts, pull: write }
  return (await persist(dispatching, () => store.append(request))) !== undefined
}

/** Records that a call failed, and tells the connection's gate. */
export async function recordFailure(
  dispatching: Dispatching,
  { row, pull }: PullingFrom,
  failure: Failure,
): Promise<void> {
  const { env, store, epoch } = dispatching
  const { connection } = row
  const now = env.now()
  const failed = afterFailure(pull, { failure, connection, now, random: env.random() })
  const { exception } = failed
  const exceptions = exception ? [{ kind: 'open', id: env.uuid(), draft: exception } as const] : []
  const write = { epoch, row: withPull(row, failed.pull), seen: [], findings: [], exceptions }
  const counts = { 'reconcile.failed': 1 }
  const learn = { kind: 'learn', now, epoch, connection, event: failed.gate } as const
  await persist(dispatching, () => store.append({ now, facts: [], counts, pull: write }))
  await persist(dispatching, () => store.maintain(learn))
}
