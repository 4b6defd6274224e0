/** Counts what was reached, by names that a reader understands. */
export interface Tally {
  add(name: string, by?: number): void
  /** Keeps the highest value. */
  raise(name: string, value: number): void
  get(name: string): number
}

/** A tally in which nothing was reached. */
export function createTally(): Tally {
  const values = new Map<string, number>()
  const get = (name: string) => values.get(name) ?? 0
  return {
    get,
    add: (name, by = 1) => void values.set(name, get(name) + by),
    raise: (name, value) => void values.set(name, Math.max(get(name), value)),
  }
}
