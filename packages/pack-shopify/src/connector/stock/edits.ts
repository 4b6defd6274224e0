/** That a shop has more than it must have, and for how long. */
export interface Surplus {
  /** Pieces: the most that were too many, when no sale was on its way. */
  readonly by: number
  /** When it was seen first, epoch milliseconds. */
  readonly since: number
}

/** What a shop has at one place, as it was read, and what it must have there. */
export interface Sighting {
  readonly item: string
  readonly location: string
  readonly has: number
  readonly expected: number
  readonly at: number
}

/**
 * Remembers where a shop has more than it must have, as long as each look finds it so.
 *
 * A sale that is on its way makes the number smaller and never greater, so what is too many is an edit, or
 * goods that came back and are not heard of yet, however much is sold meanwhile.
 */
export interface Surpluses {
  /** Takes a look down; `undefined` where the shop has no more than it must have. */
  see(sighting: Sighting): Surplus | undefined
  /** Forgets a place: the shop has what it must have. */
  forget(place: Pick<Sighting, 'item' | 'location'>): void
}

// of places that are never right again no more are kept, the oldest forgotten first
const MOST = 10_000

/** Begins to remember; who has not been looked at for `patienceMs` is seen as if for the first time. */
export function createSurpluses(patienceMs: number): Surpluses {
  const known = new Map<string, Surplus & { readonly at: number }>()
  const nameOf = ({ item, location }: Pick<Sighting, 'item' | 'location'>) => `${item}:${location}`
  return {
    see(sighting) {
      const { has, expected, at } = sighting
      const name = nameOf(sighting)
      const before = known.get(name)
      known.delete(name)
      if (has <= expected) return undefined
      const isSame = before !== undefined && at - before.at <= patienceMs
      const by = Math.max(has - expected, isSame ? before.by : 0)
      const since = isSame ? before.since : at
      known.set(name, { by, since, at })
      const [oldest] = known.keys()
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
      return { by, since }
    },
    forget: (place) => void known.delete(nameOf(place)),
  }
}
