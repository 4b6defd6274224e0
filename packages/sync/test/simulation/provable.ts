import type { SimulateOptions } from '@canonry/sync/testing'
import { RETAIL } from './retail-variants.js'
import { type RetailWorld, retailInvariants } from './retail-world.js'

/** A retail world with what is held against it. */
export function provable(world: keyof typeof RETAIL): Omit<SimulateOptions<RetailWorld>, 'seeds'> {
  return { world: RETAIL[world], invariants: retailInvariants }
}
