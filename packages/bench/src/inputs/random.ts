/** Whole numbers below a bound, the same row for the same seed (a linear congruential generator). */
export function randomBelow(seed: number): (bound: number) => number {
  let state = seed >>> 0
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}

/** A list of made things, each of its own seed, so that no entrant sees one input only. */
export function sixteen<T>(make: (seed: number) => T): T[] {
  return Array.from({ length: 16 }, (_, index) => make(index + 1))
}
