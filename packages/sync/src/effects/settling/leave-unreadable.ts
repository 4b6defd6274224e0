import { UNREADABLE_ROW } from '../../pipeline/unreadable-row.js'
import type { Unreadable } from '../../store/rows.js'
import type { Completion } from '../../store/writes.js'
import type { Effect, EffectRow } from '../effect.js'
import { effectException } from '../effect-notes.js'
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
  const notice = { reason: UNREADABLE_ROW[kind], owner: 'integration', fix: FIX } as const
  const draft = effectException({ ...rowOf(effect), body: undefined }, notice, message)
  const exceptions = [{ kind: 'open', id: uuid, draft } as const]
  return step(effect, {
    row,
    entry: isUnsent ? 'effect-waiting' : 'effect-unknown',
    exceptions,
  })
}

const FIX = 'Update the services that send; it goes on by itself where its shape is known.'
