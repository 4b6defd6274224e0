import { memoryStore } from '../../memory-store/memory-store.js'
import type { Store } from '../../store/store.js'

/** Where the state of a simulated company lies while its processes come and go. */
export interface Database {
  /** A handle for one more process on the same state. */
  open(): Store
}

/** A database in memory, for one worker at a time or for several. */
export function memoryDatabase({ manyWorkers = false } = {}): Database {
  const store = memoryStore({ manyWorkers })
  return { open: () => store }
}

/** Where the state lies unless it is said otherwise: on even seeds, several may work on it. */
export function databaseOf(seed: number): () => Database {
  return () => memoryDatabase({ manyWorkers: seed % 2 === 0 })
}
