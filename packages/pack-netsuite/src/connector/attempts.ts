/** What a record was like before a write whose outcome is unknown; `undefined`: there was none. */
export type Before = string | undefined

/**
 * Remembers, for writes whose answer was lost, when the record was last modified before.
 *
 * It lives in this process alone: after a restart an older state counts as not applied, which is safe
 * because a write sets the whole state.
 */
export interface Attempts {
  lost(key: string, before: Before): void
  /** What was remembered, once. */
  take(key: string): { readonly before: Before } | undefined
}

/** An empty memory of attempts. */
export function createAttempts(): Attempts {
  const known = new Map<string, Before>()
  return {
    lost: (key, before) => {
      known.set(key, before)
    },
    take: (key) => {
      if (!known.has(key)) return undefined
      const before = known.get(key)
      known.delete(key)
      return { before }
    },
  }
}
