import { createDraws } from '../simulation/draws.js'

/** The next blow of a plan, so long after the one before it. */
export interface PlannedBlow {
  readonly afterMs: number
  /** An index of the tenants. */
  readonly tenant: number
  /** Whom it strikes: who works, who waits to work, or who sends. Who is down is spared. */
  readonly whom: 'working' | 'waiting' | 'sending'
  /** Whether it stands still for a while before it is killed. */
  readonly freezes: boolean
  /** How long the place stays empty after a kill. */
  readonly downMs: number
}

const LONGEST_DOWN_MS = 600
// shares of the blows
const FREEZES = 0.1
const WORKING = 0.6
const WAITING = 0.15

/** What blows are planned by. */
export interface BlowRules {
  readonly lastsMs: number
  readonly tenants: number
  /** Whether some workers stand still before they are killed. */
  readonly freezes: boolean
  /** From one blow to the next, on average. */
  readonly gapMs: number
}

/** When who is struck: the same for the same seed. */
export function planBlows(
  seed: number,
  { lastsMs, tenants, freezes, gapMs }: BlowRules,
): readonly PlannedBlow[] {
  const chance = createDraws(seed).stream('blows')
  const blows: PlannedBlow[] = []
  for (let at = 0; at < lastsMs; at += blows.at(-1)?.afterMs ?? 0) {
    const draw = chance()
    const whom = draw < WORKING ? 'working' : draw < WORKING + WAITING ? 'waiting' : 'sending'
    blows.push({
      afterMs: chance() * 2 * gapMs,
      tenant: Math.floor(chance() * tenants),
      whom,
      freezes: whom === 'working' && chance() < FREEZES && freezes,
      downMs: chance() * LONGEST_DOWN_MS,
    })
  }
  return blows
}
