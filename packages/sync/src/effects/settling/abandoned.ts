import type { Completion } from '../../store/writes.js'
import type { Effect, EffectRow } from '../effect.js'
import { rowOf, step } from '../effect-step.js'
import { nextState } from '../transition.js'

const LEFT = 'it was left by whoever held it'

/** When an effect was left, and why. */
interface Leaving {
  readonly now: number
  readonly readAfterWriteMs: number
  readonly why?: string | undefined
}

/**
 * The step of an effect that nobody holds any more.
 *
 * What was leased was not sent, and is ready again. What was sending may have been applied: it is
 * verified before anything is sent again.
 */
export function abandoned(
  effect: Effect,
  { now, readAfterWriteMs, why = LEFT }: Leaving,
): Completion {
  const wasSending = effect.state === 'sending'
  const row: EffectRow = {
    ...rowOf(effect),
    state: nextState(effect.state, 'abandon'),
    attempts: effect.attempts + (wasSending ? 1 : 0),
    message: why,
    runAt: wasSending ? now + readAfterWriteMs : now,
    updatedAt: now,
  }
  const isUnknown = row.state === 'unknown'
  const told = step(effect, { row, entry: isUnknown ? 'effect-unknown' : 'effect-abandoned' })
  return isUnknown ? told : { ...told, counts: {} }
}
