import { FAULT_RATES, type SimulationReport, simulate } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { provable } from './provable.js'

/** How many seeds of each world one of the files of this proof takes; the files run side by side. */
const SHARES = {
  plain: 600,
  thin: 100,
  told: 100,
  deploying: 1_000,
  pulled: 450,
  erasing: 250,
} as const
const SEEDS = Object.values(SHARES).reduce<number>((sum, share) => sum + share, 0)

/** Proves one part of the seeds: the same on every run, so that what is green stays green. */
export function proveSeeds(part: number): void {
  const first = 1 + (part - 1) * SEEDS
  const thin = first + SHARES.plain
  const told = thin + SHARES.thin
  const deploying = told + SHARES.told
  const pulled = deploying + SHARES.deploying
  const erasing = pulled + SHARES.pulled
  const prove = async (world: keyof typeof SHARES, from: number) => {
    const seeds = [from, from + SHARES[world] - 1] as const
    const report = await simulate({ ...provable(world), seeds })
    expect(report.seeds).toBe(SHARES[world])
    return report
  }

  describe(`the retail world with seeds ${first} to ${part * SEEDS}`, { timeout: 480_000 }, () => {
    it('keeps every promise while everything goes wrong', async () => {
      expect(notMet(await prove('plain', first))).toEqual([])
    })

    it('keeps them while the shop only says what changed', async () => {
      await prove('thin', thin)
    })

    it('keeps them while it says which version, and pulls bring it as well', async () => {
      await prove('told', told)
    })

    it('keeps them while two versions of mappings and flows run side by side', async () => {
      await prove('deploying', deploying)
    })

    it('keeps them while deliveries are lost for good, and people pause, approve and replay', async () => {
      const { faults } = await prove('pulled', pulled)
      expect(faults['delivery']?.['lost']).toBeGreaterThan(0)
      expect(faults['shop.pull']?.['crash-after']).toBeGreaterThan(0)
    })

    it('keeps them while files come, break off and come again, and people are erased', async () => {
      await prove('erasing', erasing)
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
