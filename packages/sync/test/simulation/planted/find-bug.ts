import type { SimulateOptions } from '@canonry/sync/testing'
import { runSeed } from '../../../src/testing/simulation/run-seed.js'
import { runOf } from '../../../src/testing/simulation/simulate.js'
import { ledgerInvariants, ledgerWorld } from '../ledger-world.js'
import { type RetailWorld, retailInvariants, retailWorld } from '../retail-world.js'
import type { PlantedBug } from './planted-bug.js'

/** What found a planted bug. */
export interface Found {
  readonly seed: number
  readonly invariant: string
}

const SEEDS = 1_000

/** The first seed that finds a bug, of the 1,000 that may. */
export async function findBug({
  world = {},
  hasLedger,
  database,
}: PlantedBug): Promise<Found | undefined> {
  const options: Omit<SimulateOptions<RetailWorld>, 'seeds'> = {
    ...(hasLedger
      ? { world: ledgerWorld(world), invariants: ledgerInvariants }
      : { world: retailWorld(world), invariants: retailInvariants }),
    ...(database && { database }),
  }
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { breach } = await runSeed(runOf({ ...options, seeds: seed }, seed))
    if (breach) return { seed, invariant: breach.invariant }
  }
  return undefined
}
