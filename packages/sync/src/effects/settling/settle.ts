import type { Ref } from '@canonry/model'
import type { Failure, PushOutcome, VerifyOutcome } from '@canonry/pack'
import { match } from 'ts-pattern'
import { madeBy } from '../../store/link-names.js'
import type { Completion } from '../../store/writes.js'
import { backoffMs } from '../backoff.js'
import type { Effect, EffectRow } from '../effect.js'
import { connectionFingerprint, effectException, laneFingerprint } from '../effect-notes.js'
import { rowOf, type Settling, step } from '../effect-step.js'
import { nextState } from '../transition.js'
import type { Notice } from './policy.js'
import { settleFailure } from './settle-failure.js'
import { withFindings } from './with-findings.js'

const CONFLICT: Notice = {
  reason: 'outcome-conflict',
  owner: 'integration',
  fix: 'Compare the document in the target system with the entity; the next change tries again.',
}

/** What is recorded when a push of an effect came back, one way or another. */
export function settlePush(effect: Effect, outcome: PushOutcome, settling: Settling): Completion {
  const called = { ...effect, attempts: effect.attempts + 1 }
  const { now } = settling
  switch (outcome.kind) {
    case 'confirmed': {
      const done = settleDone(called, 'confirm', { ...outcome, now })
      return withFindings(done, outcome.findings ?? [])
    }
    case 'no-op':
      return settleDone(called, 'find-done', { ...outcome, now })
    default:
      return settleFailure(effect, failureIn(outcome) satisfies Failure, settling)
  }
}

type Failing = Extract<PushOutcome, { readonly kind: 'unknown' | 'failed' }>

/** Why a push failed; an outcome that nobody knows is a failure of its own kind. */
export function failureIn(outcome: Failing): Failure
export function failureIn(outcome: PushOutcome): Failure | undefined
export function failureIn(outcome: PushOutcome): Failure | undefined {
  if (outcome.kind === 'failed') return outcome.failure
  if (outcome.kind !== 'unknown') return undefined
  return { kind: 'transient.unknown', message: outcome.message }
}

/** What is recorded when an effect whose outcome was unknown has been read back. */
export function settleVerify(
  effect: Effect,
  outcome: VerifyOutcome,
  settling: Settling,
): Completion {
  return match(outcome)
    .returnType<Completion>()
    .with({ kind: 'applied' }, (done) =>
      withFindings(settleDone(effect, 'confirm', { ...done, ...settling }), done.findings ?? []),
    )
    .with({ kind: 'not-applied' }, () => settleNotApplied(effect, settling))
    .with({ kind: 'conflict' }, ({ message }) => settleConflict(effect, message, settling))
    .with({ kind: 'failed' }, ({ failure }) => settleFailure(effect, failure, settling))
    .exhaustive()
}

function settleDone(
  effect: Effect,
  by: 'confirm' | 'find-done',
  { ref, version, shared, now }: { ref: Ref; version?: string; shared?: true; now: number },
): Completion {
  const { message: _, dependency: __, ...rest } = rowOf(effect)
  const row: EffectRow = {
    ...rest,
    state: nextState(effect.state, by),
    remote: ref,
    ...(version !== undefined && { remoteVersion: version }),
    runAt: now,
    updatedAt: now,
  }
  const evidence = madeBy(effect.key)
  return {
    ...step(effect, {
      row,
      entry: by === 'confirm' ? 'effect-confirmed' : 'effect-no-op',
      exceptions: [
        { kind: 'resolve', fingerprint: laneFingerprint(effect) },
        { kind: 'resolve', fingerprint: connectionFingerprint(effect.connection) },
      ],
    }),
    link: { entity: effect.entity, id: effect.id, ref, evidence, ...(shared && { shared }) },
    gate: { kind: 'success' },
  }
}

function settleNotApplied(effect: Effect, { now, random }: Settling): Completion {
  const { failing, blind } = effect
  // what cannot be read back has waited before this
  const wait = blind || !failing ? 0 : backoffMs(failing.times - 1, random)
  const row: EffectRow = {
    ...rowOf(effect),
    state: nextState(effect.state, 'find-not-applied'),
    message: blind
      ? 'nobody can see whether the last call was applied, so it is sent again'
      : 'the target system shows that the last call was not applied',
    runAt: now + wait,
    updatedAt: now,
  }
  const verified = step(effect, { row, entry: 'effect-verified' })
  // where nothing was read, nothing is known of the system either
  return blind ? verified : { ...verified, gate: { kind: 'answer' } }
}

function settleConflict(effect: Effect, message: string, { now, uuid }: Settling): Completion {
  const row: EffectRow = {
    ...rowOf(effect),
    state: nextState(effect.state, 'find-conflict'),
    message,
    runAt: now,
    updatedAt: now,
  }
  const draft = effectException(effect, CONFLICT, message)
  const exceptions = [{ kind: 'open', id: uuid, draft } as const]
  return step(effect, { row, entry: 'effect-exception', exceptions })
}
