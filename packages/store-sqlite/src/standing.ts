import {
  type EffectRow,
  END_STATES,
  HELD_STATES,
  LEASABLE_STATES,
  PARKED_STATES,
} from '@canonry/sync'

/** How an effect stands, as the schema has it; an effect that has ended has no standing. */
export const STANDING = { runnable: 1, timed: 2, held: 3, parked: 4, other: 5 } as const

type Stands = Pick<EffectRow, 'state' | 'runAt'>

/** The standing of an effect. */
export function standingOf({ state, runAt }: Stands, now: number): number | null {
  if (END_STATES.has(state)) return null
  if (LEASABLE_STATES.has(state)) return runAt <= now ? STANDING.runnable : STANDING.timed
  if (HELD_STATES.has(state)) return STANDING.held
  return PARKED_STATES.has(state) ? STANDING.parked : STANDING.other
}

/** Whether a worker holds an effect. */
export function isHeld({ state }: Pick<EffectRow, 'state'>): boolean {
  return HELD_STATES.has(state)
}
