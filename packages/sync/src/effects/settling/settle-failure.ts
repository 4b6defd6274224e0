import { refKey } from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { match } from 'ts-pattern'
import type { Completion, ExceptionWrite } from '../../store/writes.js'
import { backoffMs, probeMs, wishedAt } from '../backoff.js'
import type { GateEvent } from '../connection-gate.js'
import type { Effect, EffectRow } from '../effect.js'
import { connectionException, effectException, laneFingerprint } from '../effect-notes.js'
import { rowOf, type Settling, step } from '../effect-step.js'
import { type EffectStep, nextState } from '../transition.js'
import { type Bounded, type Health, type Notice, POLICIES, type Policy } from './policy.js'

/** A failed call of one effect, and what settling it depends on. */
interface Failed {
  readonly effect: Effect
  readonly failure: Failure
  readonly settling: Settling
}

/** What is recorded when a call for an effect failed: the one policy of its failure class. */
export function settleFailure(effect: Effect, failure: Failure, settling: Settling): Completion {
  const failed = { effect, failure, settling }
  if (effect.state === 'verifying') return settleFailedVerify(failed)
  return match(POLICIES[failure.kind])
    .returnType<Completion>()
    .with({ kind: 'throttle' }, (policy) => settleThrottled(failed, policy))
    .with({ kind: 'retry' }, (policy) => settleBounded(failed, policy))
    .with({ kind: 'verify' }, (policy) => settleBounded(failed, policy))
    .with({ kind: 'wait' }, ({ notice }) => settleWaiting(failed, notice))
    .with({ kind: 'reject' }, ({ notice, connection }) => ({
      ...settleParked(failed, { by: 'reject', notice }),
      ...gateOf(connection),
    }))
    .with({ kind: 'supersede' }, () => settleSuperseded(failed))
    .exhaustive()
}

function settleThrottled(failed: Failed, policy: Policy & { kind: 'throttle' }): Completion {
  const until = resumesAt(failed, policy)
  const row = moved(failed, { by: 'throttle', runAt: until, probe: true })
  const exceptions = policy.notice ? [connectionTrouble(failed, policy.notice)] : []
  return {
    ...step(failed.effect, { row, entry: 'effect-throttled', exceptions }),
    gate: { kind: 'pause', until },
  }
}

function settleBounded(failed: Failed, policy: Bounded<'retry' | 'verify'>): Completion {
  const { effect, settling, failure } = failed
  const gate = gateOf(policy.connection)
  if (isLastTry(failed, policy)) {
    // an outage is no fault of the effect that happens to be tried in it, however long it lasts
    if (policy.connection === 'down' && settling.isAway) return settleOutage(failed, policy)
    return { ...settleParked(failed, { by: 'die', notice: policy.notice }), ...gate }
  }
  if (policy.kind === 'verify' && !effect.blind) {
    const runAt = settling.now + settling.readAfterWriteMs
    const row = moved(failed, { by: 'lose', runAt, attempt: true })
    return { ...step(effect, { row, entry: 'effect-unknown' }), ...gate }
  }
  const wait = backoffMs(effect.attempts, settling.random)
  const runAt = Math.max(settling.now + wait, wishedAt(failure, settling.now) ?? 0)
  // where nothing can be read back, what is unknown is sent again
  const isLost = policy.kind === 'verify'
  const row = moved(failed, { by: isLost ? 'lose' : 'retry', runAt, attempt: true })
  return { ...step(effect, { row, entry: isLost ? 'effect-unknown' : 'effect-retry' }), ...gate }
}

function settleOutage(failed: Failed, { kind }: Bounded<'retry' | 'verify'>): Completion {
  const { effect, failure, settling } = failed
  const wait = backoffMs(effect.attempts, settling.random)
  const runAt = Math.max(settling.now + wait, wishedAt(failure, settling.now) ?? 0)
  const by = kind === 'verify' ? 'lose' : 'retry'
  const row = moved(failed, { by, runAt, probe: true })
  const exceptions = [connectionTrouble(failed, AWAY)]
  const entry = kind === 'verify' ? 'effect-unknown' : 'effect-retry'
  return { ...step(effect, { row, entry, exceptions }), ...gateOf('down') }
}

const AWAY: Notice = {
  reason: 'system-away',
  owner: 'integration',
  fix: 'See why the system does not answer, or takes nothing; what waits for it goes on by itself.',
}

/** Whether an effect gives up where the policy gives up after so many failures. */
export function isLastTry(
  { effect, failure }: Tried,
  { limit }: { readonly limit: number },
): boolean {
  return timesInARow({ effect, failure }) >= limit || effect.attempts + 1 >= MOST_ATTEMPTS
}

/** An effect that was tried, and how it failed. */
export type Tried = Pick<Failed, 'effect' | 'failure'>

// an outage before it says nothing about a conflict: each class has its own patience
function timesInARow({ effect, failure }: Tried): number {
  return 1 + (effect.failing?.kind === failure.kind ? effect.failing.times : 0)
}

// classes that take turns end all the same
const MOST_ATTEMPTS = 30

function settleWaiting(failed: Failed, notice: Notice): Completion {
  const { effect, failure, settling } = failed
  const runAt = settling.now + probeMs(effect.probes, settling.random)
  const row = moved(failed, { by: 'wait', runAt, probe: true })
  const missing = failure.dependency
  const dependency = missing && {
    dependency: { ref: refKey(missing), system: missing.system, account: missing.account },
  }
  const exceptions = [opened(failed, notice)]
  const waiting = { row: { ...row, ...dependency }, entry: 'effect-waiting', exceptions } as const
  return { ...step(effect, waiting), ...gateOf('up') }
}

function settleParked(
  failed: Failed,
  { by, notice }: { by: 'reject' | 'die'; notice: Notice },
): Completion {
  const row = moved(failed, { by, runAt: failed.settling.now, attempt: true })
  const exceptions = [opened(failed, notice)]
  return step(failed.effect, { row, entry: 'effect-exception', exceptions })
}

function settleSuperseded(failed: Failed): Completion {
  const row = moved(failed, { by: 'supersede', runAt: failed.settling.now, attempt: true })
  const exceptions = [{ kind: 'resolve', fingerprint: laneFingerprint(row) } as const]
  return {
    ...step(failed.effect, { row, entry: 'effect-superseded', exceptions }),
    // that a change is over says nothing of whether others are taken
    gate: { kind: 'answer' },
  }
}

// reading back changes nothing outside, so it is tried again whatever the reason
function settleFailedVerify(failed: Failed): Completion {
  const { effect, failure, settling } = failed
  const policy = POLICIES[failure.kind]
  if (policy.kind === 'throttle') {
    const until = resumesAt(failed, policy)
    const row = moved(failed, { by: 'lose', runAt: until })
    const exceptions = policy.notice ? [connectionTrouble(failed, policy.notice)] : []
    const gate: GateEvent = { kind: 'pause', until }
    return { ...step(effect, { row, entry: 'effect-unknown', exceptions }), gate }
  }
  const isDown = 'connection' in policy && policy.connection === 'down'
  const runAt =
    settling.now + Math.max(settling.readAfterWriteMs, probeMs(effect.probes, settling.random))
  const row = moved(failed, { by: 'lose', runAt, probe: true })
  const exceptions = isDown ? [] : [opened(failed, UNVERIFIED)]
  return {
    ...step(effect, { row, entry: 'effect-unknown', exceptions }),
    ...(isDown && gateOf('down')),
  }
}

const UNVERIFIED: Notice = {
  reason: 'outcome-unknown',
  owner: 'integration',
  fix: 'Make the document readable for the connection; it is read again by itself.',
}

// an answer closes the breaker, whatever it says
function gateOf(health: Health): { gate?: GateEvent } {
  if (health === 'unsure') return {}
  return { gate: { kind: health === 'up' ? 'success' : 'transient' } }
}

function resumesAt({ effect, failure, settling }: Failed, { pauseMs }: { pauseMs: number }) {
  const wait = Math.max(pauseMs, backoffMs(effect.probes, settling.random))
  return Math.max(settling.now, wishedAt(failure, settling.now) ?? settling.now + wait)
}

function moved(
  failed: Failed,
  change: { by: EffectStep; runAt: number; attempt?: boolean; probe?: boolean },
): EffectRow {
  const { effect, failure, settling } = failed
  const failing = { kind: failure.kind, times: timesInARow(failed) }
  return {
    ...rowOf(effect),
    ...(change.attempt && { failing }),
    state: nextState(effect.state, change.by),
    attempts: effect.attempts + (change.attempt ? 1 : 0),
    probes: effect.probes + (change.probe ? 1 : 0),
    message: failure.message,
    runAt: change.runAt,
    updatedAt: settling.now,
  }
}

function opened({ effect, failure, settling }: Failed, notice: Notice): ExceptionWrite {
  const { owner = notice.owner } = failure
  const draft = effectException(effect, { ...notice, owner }, failure.message)
  return { kind: 'open', id: settling.uuid, draft }
}

function connectionTrouble({ effect, failure, settling }: Failed, notice: Notice): ExceptionWrite {
  const draft = connectionException(effect.connection, notice, failure.message)
  return { kind: 'open', id: settling.uuid, draft }
}
