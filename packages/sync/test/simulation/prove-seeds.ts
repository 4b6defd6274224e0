import { FAULT_RATES, type SimulationReport, simulate } from '@canonry/sync/testing'
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
      expect(notMet(report)).toEqual([])
    })

    it('keeps them while two versions of mappings and flows run side by side', async () => {
      const world = retailWorld({ name: 'retail, deploying', isDeploying: true })
      const seeds = [half, last] as const
      const report = await simulate({ world, invariants: retailInvariants, seeds })
      expect(report.seeds).toBe(SEEDS / 2)
    })
  })
}

// the invented systems are called without a network between
function notMet({ faults }: SimulationReport): string[] {
  const met = new Set(
    Object.entries(faults).flatMap(([call, kinds]) =>
      Object.keys(kinds).map((kind) => `${portOf(call)}.${kind}`),
    ),
  )
  return Object.keys(FAULT_RATES).filter((name) => !name.startsWith('fetch.') && !met.has(name))
}

function portOf(call: string): string {
  const [port = ''] = call.split('.')
  return ['store', 'delivery', 'process'].includes(port) ? port : 'connector'
}
