import { simulate } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { retailInvariants, retailWorld } from './retail-world.js'

/** Seeds that each of the files of this proof takes, so that they run side by side. */
const SEEDS = 2_500

/** Proves one part of the seeds: the same on every run, so that what is green stays green. */
export function proveSeeds(part: number): void {
  const first = 1 + (part - 1) * SEEDS
  const last = part * SEEDS
  const half = first + SEEDS / 2

  describe(`the retail world with seeds ${first} to ${last}`, { timeout: 480_000 }, () => {
    it('keeps every promise while everything goes wrong', async () => {
      const world = retailWorld()
      const seeds = [first, half - 1] as const
      const report = await simulate({ world, invariants: retailInvariants, seeds })
      expect(report.seeds).toBe(SEEDS / 2)
    })

    it('keeps them while two versions of mappings and flows run side by side', async () => {
      const world = retailWorld({ name: 'retail, deploying', isDeploying: true })
      const seeds = [half, last] as const
      const report = await simulate({ world, invariants: retailInvariants, seeds })
      expect(report.seeds).toBe(SEEDS / 2)
    })
  })
}
