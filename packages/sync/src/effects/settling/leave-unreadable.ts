import { UNREADABLE_ROW } from '../../pipeline/unreadable-row.js'
import type { Unreadable } from '../../store/body-label.js'
import type { Completion } from '../../store/writes.js'
import type { Effect, EffectRow } from '../effect.js'
import { effectException, laneFingerprint } from '../effect-notes.js'
import { rowOf, step } from '../effect-step.js'
import { nextState } from '../transition.js'

const LOOK_AGAIN_MS = 60_000

/**
 * The step of a leased effect whose intent this code cannot read: it waits, with its lane, for those
 * who can, and uses no attempt.
 */
export function leaveUnreadable(
  effect: Effect,
  { unreadable, now, uuid }: { unreadable: Unreadable; now: number; uuid: string },
): Completion {
  const { kind, message } = unreadable
  const isUnsent = effect.state === 'leased'
  // what it waits for is not what it waited for
  const { dependency: _, ...rest } = rowOf(effect)
  const row: EffectRow = {
    ...rest,
    state: nextState(effect.state, isUnsent ? 'wait' : 'lose'),
    message,
    runAt: now + LOOK_AGAIN_MS,
    updatedAt: now,
  }
  const notice = { reason: UNREADABLE_ROW[kind], owner: 'integration', fix: FIXES[kind] } as const
  const draft = effectException({ ...rowOf(effect), body: undefined }, notice, message)
  const exceptions = [{ kind: 'open', id: uuid, draft } as const]
  return step(effect, {
    row,
    entry: isUnsent ? 'effect-waiting' : 'effect-unknown',
    exceptions,
  })
}

/**
 * The step of a leased effect whose intent was erased: what was not sent is cancelled, and of what may
 * have been applied a person must see what came.
 */
export function endErased(
  effect: Effect,
  { now, uuid }: { now: number; uuid: string },
): Completion {
  const isUnsent = effect.state === 'leased'
  const message = isUnsent
    ? 'the data that it would have sent was erased'
    : 'what it sent was erased, so nobody can tell whether it was applied'
  const state = nextState(effect.state, isUnsent ? 'cancel' : 'find-conflict')
  const row: EffectRow = { ...rowOf(effect), state, message, runAt: now, updatedAt: now }
  if (isUnsent) {
    const exceptions = [{ kind: 'resolve', fingerprint: laneFingerprint(effect) } as const]
    return step(effect, { row, entry: 'effect-cancelled', exceptions })
  }
  const notice = { reason: 'erased-intent', owner: 'integration', fix: LOOK } as const
  const draft = effectException(effect, notice, message)
  const exceptions = [{ kind: 'open', id: uuid, draft } as const]
  return step(effect, { row, entry: 'effect-exception', exceptions })
}

const LOOK = 'Look at the document in the target system, and dismiss this.'
const UPDATE = 'Update the services that send; it goes on by itself where its shape is known.'
const FIXES = {
  newer: UPDATE,
  unfit: UPDATE,
  damaged: 'Restore it from a backup, or dismiss it and let the entity be decided on again.',
} as const satisfies Record<Unreadable['kind'], string>
