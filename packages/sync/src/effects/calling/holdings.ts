/** The effects that a worker has in hand, and those of which it does not know whether it has them. */
export interface Holdings {
  /** Takes effects in hand; what it answers lets them go. */
  take(keys: readonly string[]): () => void
  has(key: string): boolean
  /** The store may have given something away without a word: these effects, or nobody knows which. */
  doubt(keys: readonly string[] | 'any'): void
  /** What has been in doubt since this was asked last; what is still in hand stays in doubt. */
  doubted(): { readonly keys: readonly string[]; readonly any: boolean }
}

/** Hands that are empty. */
export function createHoldings(): Holdings {
  // what was refreshed while it was in hand may be in hand once more before it is let go
  const held = new Map<string, number>()
  const hold = (key: string, by: 1 | -1) => {
    const times = (held.get(key) ?? 0) + by
    if (times > 0) held.set(key, times)
    else held.delete(key)
  }
  const keys = new Set<string>()
  let any = false
  return {
    take: (taken) => {
      for (const key of taken) hold(key, 1)
      return () => {
        for (const key of taken) hold(key, -1)
      }
    },
    has: (key) => held.has(key),
    doubt: (doubted) => {
      if (doubted === 'any') any = true
      else for (const key of doubted) keys.add(key)
    },
    doubted: () => {
      const free = [...keys].filter((key) => !held.has(key))
      const answer = { keys: free, any }
      for (const key of free) keys.delete(key)
      any = false
      return answer
    },
  }
}
