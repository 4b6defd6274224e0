import { describe, expect, it } from 'vitest'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

describe('a sync between a shop and an ERP', () => {
  it('books an order that a webhook told of, exactly once however often it is delivered', async () => {
    const world = createWorld()
    for (let delivery = 0; delivery < 3; delivery++) {
      const answer = await world.sync.receive('shop', webhook(shopOrder('1'), { eventId: 'e1' }))
      expect(answer.status).toBe(200)
    }
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11'])
    expect(await world.sync.counters()).toMatchObject({
      'facts.received': 1,
      'facts.duplicate': 2,
      'effects.confirmed': 1,
    })
    const timeline = await world.sync.timeline(orderRef('1'))
    expect(timeline.map(({ kind }) => kind)).toEqual([
      'fact-received',
      'entity-created',
      'effect-planned',
      'effect-sent',
      'effect-confirmed',
    ])
  })
})
