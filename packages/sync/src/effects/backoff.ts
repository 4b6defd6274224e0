import type { Failure } from '@canonry/pack'

const FIRST_MS = 1_000
const LONGEST_MS = 300_000
const SHORTEST_MS = 100
const FIRST_PROBE_MS = 30_000
const LONGEST_WISH_MS = 86_400_000

/** How long to wait before trying again: full jitter, doubling to five minutes. */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20))
  return SHORTEST_MS + Math.floor(random * (ceiling - SHORTEST_MS))
}

/**
 * How long to wait before looking again for something that is missing: at most 30 s, doubling to
 * 5 min, and at least half of that. What waits for the same thing would else look for it at once.
 */
export function probeMs(probes: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_PROBE_MS * 2 ** Math.min(probes, 10))
  return Math.ceil((ceiling * (1 + random)) / 2)
}

/**
 * The moment at which a failure says that trying again makes sense, in whole milliseconds, if it names
 * one that is still to come: never later than in a day, whatever a system asks for.
 */
export function wishedAt({ retryAt }: Pick<Failure, 'retryAt'>, now: number): number | undefined {
  // by the clock of a system that is late, the end of its pause may have passed before it began
  if (typeof retryAt !== 'number' || !(retryAt > now)) return undefined
  return Math.min(Math.ceil(retryAt), now + LONGEST_WISH_MS)
}
