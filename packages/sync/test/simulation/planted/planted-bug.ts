import type { Database } from '@canonry/sync/testing'
import type { RetailOptions } from '../retail-world.js'

/** A mistake of a kind that real stores, connectors and flows had, in a double of one of them. */
export interface PlantedBug {
  /** What it does wrong, as a sentence. */
  readonly name: string
  /** What of a retail world it is built into. */
  readonly world?: RetailOptions
  /** Whether the world has a ledger, which adds up what flows record. */
  readonly hasLedger?: true
  /** The store that it is built into. */
  readonly database?: () => Database
}

/** Bugs of one kind of double. */
export interface PlantedBugs {
  readonly of: 'stores' | 'connectors' | 'flows' | 'packs'
  readonly bugs: readonly PlantedBug[]
}
