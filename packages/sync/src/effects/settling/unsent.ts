import type { Completion } from '../../store/writes.js'
import type { Effect, EffectRow } from '../effect.js'
import { rowOf, type Settling, step } from '../effect-step.js'
import { nextState } from '../transition.js'

/**
 * The step of an effect that was about to be sent when it turned out to be too late for that: whoever
 * stands still for so long may have been replaced. It is read back before anything is sent, and costs
 * no attempt, since nothing was tried.
 */
export function unsent(effect: Effect, { now, readAfterWriteMs }: Settling): Completion {
  const row: EffectRow = {
    ...rowOf(effect),
    state: nextState(effect.state, 'lose'),
    probes: effect.probes + 1,
    message: 'not sent in time, so that it is read back first',
    runAt: now + readAfterWriteMs,
    updatedAt: now,
  }
  return step(effect, { row, entry: 'effect-unknown' })
}
