import { FAULT_RATES, type SimulationReport, simulate } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { RETAIL } from './retail-variants.js'
import { retailInvariants } from './retail-world.js'

/** Seeds that each of the files of this proof takes, so that they run side by side. */
const SEEDS = 2_500

/** Proves one part of the seeds: the same on every run, so that what is green stays green. */
export function proveSeeds(part: number): void {
  const first = 1 + (part - 1) * SEEDS
  const last = part * SEEDS
  const [second, third] = [first + SEEDS / 2, last - SEEDS / 4 + 1]

  describe(`the retail world with seeds ${first} to ${last}`, { timeout: 480_000 }, () => {
    it('keeps every promise while everything goes wrong', async () => {
      const world = RETAIL.plain
      const seeds = [first, second - 1] as const
      const report = await simulate({ world, invariants: retailInvariants, seeds })
      expect(report.seeds).toBe(SEEDS / 2)
      expect(notMet(report)).toEqual([])
    })

    it('keeps them while two versions of mappings and flows run side by side', async () => {
      const world = RETAIL.deploying
      const seeds = [second, third - 1] as const
      const report = await simulate({ world, invariants: retailInvariants, seeds })
      expect(report.seeds).toBe(SEEDS / 4)
    })

    it('keeps them while deliveries are lost for good, and people pause, approve and replay', async () => {
      const world = RETAIL.pulled
      const seeds = [third, last] as const
      const report = await simulate({ world, invariants: retailInvariants, seeds })
      expect(report.seeds).toBe(SEEDS / 4)
      expect(report.faults['delivery']?.['lost']).toBeGreaterThan(0)
      expect(report.faults['shop.pull']?.['crash-after']).toBeGreaterThan(0)
    })
  })
}

// the invented systems are called without a network between, and here nothing is lost for good
function notMet({ faults }: SimulationReport): string[] {
  const met = new Set(
    Object.entries(faults).flatMap(([call, kinds]) =>
      Object.keys(kinds).map((kind) => `${portOf(call)}.${kind}`),
    ),
  )
  const here = Object.keys(FAULT_RATES).filter((name) => !isElsewhere(name))
  return here.filter((name) => !met.has(name))
}

function isElsewhere(name: string): boolean {
  return name === 'delivery.lost' || name.startsWith('fetch.')
}

function portOf(call: string): string {
  const [port = ''] = call.split('.')
  return ['store', 'delivery', 'process'].includes(port) ? port : 'connector'
}
