/** Lets those who want the same things act one after the other, in the order in which they came. */
export interface Turns {
  /** Acts once all are done who came before and wanted one of these names; others are not waited for. */
  take<Answer>(names: readonly string[], act: () => Promise<Answer>): Promise<Answer>
}

/**
 * Turns within one process.
 *
 * Whoever comes takes a place behind all names at once, so that nobody waits for each other. It is a
 * courtesy that saves attempts, and no lock: other processes are met when it is committed.
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    async take(names, act) {
      const turn = Promise.all(names.map((name) => last.get(name))).then(act)
      const ended = turn.then(
        () => undefined,
        () => undefined,
      )
      for (const name of names) last.set(name, ended)
      try {
        return await turn
      } finally {
        for (const name of names) if (last.get(name) === ended) last.delete(name)
      }
    },
  }
}
