import { type SimulationFailure, simulate } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { pointsForNewOrders, pointsForOrders } from './loyalty-flow.js'
import { loyaltyWorld } from './loyalty-world.js'
import { recordShop } from './record-webhooks.js'

const shopSaid = await recordShop(3)

describe('points for orders', () => {
  it('are given when nothing goes wrong, so that an ordinary test finds nothing', async () => {
    const world = loyaltyWorld(shopSaid, pointsForOrders)
    await expect(simulate({ world, seeds: [1, 20], faults: {} })).resolves.toBeDefined()
  })

  it('get lost where a flow remembers, and simulation says when', async () => {
    const world = loyaltyWorld(shopSaid, pointsForOrders)
    // #region simulate
    const simulated = simulate({ world, seeds: [1, 1_000] })
    // #endregion simulate
    const problem: SimulationFailure = await simulated.then(
      () => undefined as never,
      (p) => p,
    )
    expect(problem.found.invariant).toBe('the books agree in the end')
    expect(problem.found.schedule.faults).toHaveLength(1)
    // #region replay
    const { seed, schedule } = problem.found
    const again = simulate({ world, seeds: seed, schedule })
    // #endregion replay
    await expect(again).rejects.toThrow(problem.found.message)
  })

  it('are given by a flow that decides on the change alone, whatever goes wrong', async () => {
    const world = loyaltyWorld(shopSaid, pointsForNewOrders)
    const report = await simulate({ world, seeds: [1, 60] })
    expect(report.seeds).toBe(60)
  })
})
