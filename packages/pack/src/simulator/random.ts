/** Reproducible chance: one seed gives one sequence. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True in `share` of all cases. */
  chance(share: number): boolean
  pick<const T extends readonly [unknown, ...unknown[]]>(choices: T): T[number]
}

/** Starts a sequence (mulberry32: fast, 2^32 states, no cryptographic claim). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick: (choices) => choices[between(0, choices.length - 1)],
  }
}

/** An id that looks like no other: three groups of eight hexadecimal digits. */
export function randomId(random: Random): string {
  const group = () => random.between(0, 0xffffffff).toString(16).padStart(8, '0')
  return `${group()}-${group()}-${group()}`
}
