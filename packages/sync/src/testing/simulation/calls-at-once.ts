/** How many calls of a connection are under way at once, and how many there were at most. */
export interface CallsAtOnce {
  /** Counts a call of one process until it ends. */
  during<T>(caller: string, call: () => Promise<T>): Promise<T>
  /** The most at once, by process and connection. */
  readonly most: ReadonlyMap<string, number>
}

/** Counts nothing yet. */
export function createCallsAtOnce(): CallsAtOnce {
  const now = new Map<string, number>()
  const most = new Map<string, number>()
  return {
    most,
    during: async (caller, call) => {
      const count = (now.get(caller) ?? 0) + 1
      now.set(caller, count)
      most.set(caller, Math.max(most.get(caller) ?? 0, count))
      try {
        return await call()
      } finally {
        now.set(caller, (now.get(caller) ?? 0) - 1)
      }
    },
  }
}
