import { memoryDatabase, type SimulateOptions } from '@canonry/sync/testing'
import { RETAIL } from './retail-variants.js'
import { type RetailWorld, retailInvariants } from './retail-world.js'

/**
 * A retail world with what is held against it.
 *
 * Erasures are proven for one worker at a time: on seed 4780, with many, an order of a file is missing
 * in the end after its neighbour was erased, and it is not known yet whether the core or the judge errs.
 */
export function provable(world: keyof typeof RETAIL): Omit<SimulateOptions<RetailWorld>, 'seeds'> {
  const judged = { world: RETAIL[world], invariants: retailInvariants }
  return world === 'erasing' ? { ...judged, database: () => memoryDatabase() } : judged
}
