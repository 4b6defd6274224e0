import { describe, expect, it } from 'vitest'
import { claimCost } from '../src/sync/claim-cost.js'
import { createLedger } from '../src/sync/ledger.js'
import { effectsOfLanes, orderedFacts } from '../src/sync/workloads.js'

describe.each(['memory', 'sqlite'] as const)('a workload of the sync core on %s', (store) => {
  it('is done in full, as its oracle says', async () => {
    const facts = await orderedFacts(store, { facts: 2_500, target: 1 })
    const effects = await effectsOfLanes(store, { lanes: 300, target: 1 })
    expect([facts.violations, effects.violations]).toEqual([[], []])
  })

  it('leases what is due beside what is not', async () => {
    const cost = await claimCost(store, { parked: 100, future: 100 })
    expect(cost.fullMs).toBeGreaterThan(0)
  })
})

describe('the oracle of a workload', () => {
  it('objects to what is lost, and to what comes in the wrong order', () => {
    const ledger = createLedger()
    ledger.decided('L1', 2)
    ledger.decided('L1', 1)
    const expected = new Map([
      ['L1', 2],
      ['L2', 1],
    ])
    expect(ledger.judge(expected, [])).toEqual([
      'L1: 1 came out of order',
      'L1 in the flow: 1 instead of 2 was lost',
      'L2 in the flow: undefined instead of 1 was lost',
    ])
  })
})
