import { CYCLE } from './connection-gate.js'
import type { EffectClass } from './effect.js'

/** The classes of effects, most urgent first. */
export const CLASSES = ['critical', 'high', 'normal', 'bulk'] as const satisfies EffectClass[]

// 12, 5, 2 and 1 of 20 turns: 60, 25, 10 and 5 per cent, spread so that no class waits long
const TURNS: readonly EffectClass[] = [
  ...(['critical', 'high', 'critical', 'critical', 'normal'] as const),
  ...(['critical', 'high', 'critical', 'critical', 'high'] as const),
  ...(['critical', 'bulk', 'critical', 'critical', 'high'] as const),
  ...(['critical', 'normal', 'critical', 'critical', 'high'] as const),
]

/**
 * How many effects of each class a lease takes, out of those that are due.
 *
 * Each turn belongs to one class; a turn whose class has nothing due goes to the most urgent class
 * that has. So 20 turns give 60/25/10/5 per cent under load, and even a lease of one starves nobody.
 */
export function shareTurns(
  due: Readonly<Record<EffectClass, number>>,
  { turn, count }: { turn: number; count: number },
): Record<EffectClass, number> {
  const taken: Record<EffectClass, number> = { critical: 0, high: 0, normal: 0, bulk: 0 }
  for (let step = 0; step < count; step++) {
    const wanted = TURNS[(turn + step) % CYCLE] as EffectClass
    const open = [wanted, ...CLASSES].find((name) => taken[name] < due[name])
    if (!open) break
    taken[open]++
  }
  return taken
}

/** After which share of its time an effect that is not done is warned of, unless it is said otherwise. */
export const WARN_SHARE = 0.8

/** How soon an effect is to be done when its flow does not say it. */
export const CLASS_SLA_MS: Readonly<Record<EffectClass, number>> = {
  critical: 300_000,
  high: 900_000,
  normal: 3_600_000,
  bulk: 86_400_000,
}
