/** Turns at calling connections: at any moment each is called by a bounded number. */
export interface CallSlots {
  /** Waits for a turn, first come, first served; what it answers gives the turn back. */
  take(connection: string, limit: number): Promise<() => void>
}

/** Slots that are all free. */
export function createCallSlots(): CallSlots {
  const taken = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()
  const count = (connection: string) => taken.get(connection) ?? 0
  const giveBack = (connection: string) => {
    const next = waiting.get(connection)?.shift()
    // a turn that is handed on stays taken
    if (next) next()
    else taken.set(connection, count(connection) - 1)
  }
  return {
    take: async (connection, limit) => {
      if (count(connection) < Math.max(1, limit)) taken.set(connection, count(connection) + 1)
      else {
        const queue = waiting.get(connection) ?? []
        waiting.set(connection, queue)
        await new Promise<void>((resolve) => queue.push(resolve))
      }
      return () => giveBack(connection)
    },
  }
}
