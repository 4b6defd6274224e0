import type { Intent, PushOutcome } from '@canonry/pack'
import type { Completion } from '../../store/writes.js'
import { collectRefs } from '../collect-refs.js'
import type { Effect } from '../effect.js'
import { instantOf, laneFingerprint } from '../effect-notes.js'
import { rowOf, step } from '../effect-step.js'
import { settlePush } from '../settling/settle.js'
import { unsent } from '../settling/unsent.js'
import { nextState } from '../transition.js'
import type { Links } from './ask-links.js'
import { type Dispatching, type OpenConnection, record } from './dispatching.js'
import { type ExpectedVersions, expectedVersions } from './expected-version.js'
import { recordOutcomes } from './give-way.js'
import { inTime } from './in-time.js'
import { inTurn, noteRest } from './in-turn.js'
import { classifySafely, knownList } from './known-answer.js'
import { knownPush } from './known-outcome.js'
import { linksOf } from './links-of.js'
import { observeAgain } from './observe-again.js'
import { isOutOfReach } from './out-of-reach.js'
import { noteSent } from './read-back.js'
import { type Held, heldUp, missingFor, waitFor } from './wait-for.js'
import { withTokens } from './with-tokens.js'
import { withdraw } from './withdraw.js'

/**
 * Sends leased effects of one connection in one call.
 *
 * What waits for something goes back as waiting, and what expired or was taken back ends. The rest
 * is committed as `sending` before the call, and its outcome after it. Where the call would come
 * late, it is not made.
 */
export async function sendEffects(
  dispatching: Dispatching,
  { to, effects }: { to: OpenConnection; effects: readonly Effect[] },
): Promise<void> {
  if (effects.length === 0) return
  const links = await linksOf(dispatching, { to, effects })
  const versions = links && (await expectedVersions(dispatching, { to, effects }))
  if (!versions || dispatching.signal.aborted) return
  const known = { links, versions }
  const sent = await inTurn(dispatching, { to, effects }, () =>
    sendNow(dispatching, { to, effects, known }),
  )
  if (!sent) return
  const { sending, outcomes } = sent
  const overtaken = sending.filter((_, index) => isOvertaken(outcomes[index]))
  await observeAgain(dispatching, { to, effects: overtaken, links })
  const tried = { to, effects: sending, outcomes: outcomes.map(knownPush) }
  const isAway = await isOutOfReach(dispatching, tried)
  const settled = sending.map(settle)
  noteSent(dispatching, { to, outcomes: settled })
  await recordOutcomes(dispatching, { effects: sending, outcomes: withTokens(settled, to) })

  function settle(effect: Effect, index: number): Completion {
    const settling = { ...settlingOf(dispatching, to), isAway }
    return settlePush(effect, knownPush(outcomes[index]), settling)
  }
}

/** What was sent in a call, and what it was answered. */
interface Sent {
  readonly sending: readonly Effect[]
  readonly outcomes: readonly PushOutcome[]
}

// what is true when the call begins is recorded then
async function sendNow(
  dispatching: Dispatching,
  { to, effects, known }: Call,
): Promise<Sent | undefined> {
  const { links } = known
  const now = dispatching.env.now()
  const withdrawn = await withdraw(dispatching, { effects, links })
  const ended = new Set(withdrawn.map(({ row }) => row.key))
  const wanted = effects.filter(({ key }) => !ended.has(key))
  const uuid = () => dispatching.env.uuid()
  const held = await heldUp(dispatching, { to, effects: wanted, links })
  const steps = wanted.map((effect) => firstStep(effect, { to, links, now, held, uuid }))
  const recorded = await record(dispatching, [...steps, ...withdrawn])
  const sending = wanted.flatMap((effect, index): Effect[] => {
    const done = recorded?.[index]
    const row = steps[index]?.row
    if (done?.kind !== 'done' || row?.state !== 'sending') return []
    return [{ ...effect, ...row, fence: done.fence }]
  })
  if (sending.length === 0) return undefined
  if (dispatching.env.now() - now > dispatching.promptMs) {
    await putOff(dispatching, { to, effects: sending })
    return undefined
  }
  const outcomes = await push(dispatching, { to, effects: sending, known })
  noteRest(dispatching, { to, outcomes: outcomes.map(knownPush) })
  return { sending, outcomes }
}

async function putOff(
  dispatching: Dispatching,
  { to, effects }: { to: OpenConnection; effects: readonly Effect[] },
): Promise<void> {
  const steps = effects.map((effect) => unsent(effect, settlingOf(dispatching, to)))
  noteSent(dispatching, { to, outcomes: steps })
  await record(dispatching, steps)
}

function isOvertaken(outcome: PushOutcome | undefined): boolean {
  return outcome?.kind === 'failed' && outcome.failure?.kind === 'conflict.version'
}

/** What settling depends on, taken from the environment. */
export function settlingOf({ env }: Dispatching, { connector }: OpenConnection) {
  const { readAfterWriteMs } = connector.capabilities
  return { now: env.now(), random: env.random(), uuid: env.uuid(), readAfterWriteMs }
}

/** What is known of the target system. */
interface Known {
  readonly links: Links
  readonly versions?: ExpectedVersions
}

/** The intent of an effect: canonical, with what is known of the target system. */
export function intentOf(
  { key, kind, entity, source, body, revision }: Effect,
  { links, versions }: Known,
): Intent {
  const mentioned = collectRefs([body, source])
  const known = [...mentioned.keys()].flatMap((ref) => (links[ref] ? [[ref, links[ref]]] : []))
  const expected = versions?.get(key)
  const version = expected === undefined ? {} : { expected }
  return { key, kind, entity, source, body, revision, ...version, links: Object.fromEntries(known) }
}

/** When a call begins, and what is known then. */
interface Beginning {
  readonly to: OpenConnection
  readonly links: Links
  readonly now: number
  readonly held: Held
  uuid(): string
}

function firstStep(effect: Effect, beginning: Beginning): Completion {
  const { to, links, now } = beginning
  if (isExpired(effect, now) && !isJudged(effect, to)) return expire(effect, now)
  const missing = missingFor(effect, links)
  if (missing) return waitFor(effect, { ...beginning, missing })
  const { message: _, dependency: __, ...rest } = rowOf(effect)
  const row = { ...rest, state: nextState(effect.state, 'send'), updatedAt: now, runAt: now }
  return step(effect, { row, entry: 'effect-sent' })
}

function isExpired({ expiresAt }: Effect, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt
}

// an event that was not told in time may still have to be; of a state, a newer one follows
function isJudged({ once }: Effect, { connector }: OpenConnection): boolean {
  return once === true && connector.capabilities.judgesLate === true
}

function expire(effect: Effect, now: number): Completion {
  const row = {
    ...rowOf(effect),
    state: nextState(effect.state, 'expire'),
    message: `it was of use until ${instantOf(effect.expiresAt ?? now)}`,
    updatedAt: now,
    runAt: now,
  }
  const exceptions = [{ kind: 'resolve', fingerprint: laneFingerprint(effect) } as const]
  return step(effect, { row, entry: 'effect-expired', exceptions })
}

interface Call {
  readonly to: OpenConnection
  readonly effects: readonly Effect[]
  readonly known: Known
}

async function push(
  { env }: Dispatching,
  { to, effects, known }: Call,
): Promise<readonly PushOutcome[]> {
  const { connector } = to
  const isLate = (effect: Effect) => isExpired(effect, env.now()) && isJudged(effect, to)
  try {
    const intents = effects.map((effect): Intent => {
      const intent = intentOf(effect, known)
      return isLate(effect) ? { ...intent, late: true } : intent
    })
    return knownList(await inTime(env, () => connector.push(intents)))
  } catch (problem) {
    const failure = classifySafely(connector, problem)
    return effects.map(() => ({ kind: 'failed', failure }))
  }
}
