import { Order } from '@canonry/model'
import { defineFlow } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, ordersTo, workOff } from './world/world.js'

describe('facts of one entity', () => {
  it('skips a creation that arrives after an update', async () => {
    const world = createWorld()
    await world.sync.receive('shop', webhook(shopOrder('1', 2), { topic: 'orders/updated' }))
    await workOff(world)
    await world.sync.receive('shop', webhook(shopOrder('1', 1), { topic: 'orders/create' }))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    expect(await world.sync.counters()).toMatchObject({ 'facts.applied': 1, 'facts.stale': 1 })
    const kinds = (await world.sync.timeline(orderRef('1'))).map(({ kind }) => kind)
    expect(kinds.at(-1)).toBe('fact-skipped')
  })

  it('promises nothing for a newer document that changes nothing', async () => {
    const world = createWorld({
      flows: ({ erp }) => [
        defineFlow({
          name: 'numbers',
          on: Order,
          class: 'normal',
          decide: ({ paths }) => {
            expect(paths).not.toEqual([])
            return []
          },
        }),
        ordersTo(erp),
      ],
    })
    const order = shopOrder('1', 1)
    await world.sync.receive('shop', webhook(order, { eventId: 'a' }))
    await world.sync.receive('shop', webhook({ ...order, extra: 1 } as never, { eventId: 'b' }))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('reads the source again when one version comes with two contents', async () => {
    const world = createWorld()
    world.shopBooks.orders.set('1', shopOrder('1', 1, { note: 'the truth' }))
    await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'a' })))
    await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'b' })))
    await workOff(world)
    expect(world.shopBooks.reads.map(({ id }) => id)).toEqual(['1'])
    const [document] = world.erpBooks.documents.values()
    expect(document?.body).toMatchObject({ note: 'the truth' })
  })

  it('reads the document again in which an entity stands, once for all that is in it', async () => {
    const world = createWorld()
    const truth = shopOrder('2', 1, { customer: { id: 'c', name: 'the truth' } })
    world.shopBooks.orders.set('2', truth)
    await world.sync.receive(
      'shop',
      webhook(shopOrder('1', 1, { customer: { id: 'c', name: 'a' } })),
    )
    await workOff(world)
    await world.sync.receive('shop', webhook({ ...truth, customer: { id: 'c', name: 'b' } }))
    await world.sync.receive(
      'shop',
      webhook({ ...truth, note: 'n', customer: { id: 'c', name: 'd' } }),
    )
    await workOff(world)
    expect(world.shopBooks.reads).toEqual([orderRef('2')])
    const customer = await world.sync.timeline({ ...orderRef('c'), kind: 'Customer' })
    expect(customer.map(({ kind }) => kind)).toEqual([
      'fact-received',
      'entity-created',
      'read-requested',
      'read-requested',
      'fact-received',
      'entity-changed',
    ])
  })

  it('waits with a read that fails, tells from the third time on, and resolves it by itself', async () => {
    const world = createWorld()
    const failure = { kind: 'transient.definite', message: 'the shop is down' } as const
    world.shopBooks.failures.push(failure, failure, failure)
    world.shopBooks.orders.set('1', shopOrder('1', 1, { note: 'the truth' }))
    await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'a' })))
    await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'b' })))
    await world.sync.receive('shop', webhook(shopOrder('2', 1)))
    await workOff(world)
    expect(world.shopBooks.reads).toHaveLength(4)
    const exceptions = await world.sync.exceptions()
    expect(exceptions).toMatchObject([{ reason: 'read-failed', state: 'resolved' }])
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
  })

  it('opens one exception with both paths for a document that it cannot read, and goes on', async () => {
    const world = createWorld()
    const broken = { ...shopOrder('1', 1), total: 'a lot', number: 7 } as never
    await world.sync.receive('shop', webhook(broken, { eventId: 'a' }))
    await world.sync.receive('shop', webhook({ ...(broken as object), x: 1 } as never))
    await world.sync.receive('shop', webhook(shopOrder('2', 1)))
    await workOff(world)
    const open = await world.sync.exceptions({ state: 'open' })
    expect(open).toMatchObject([
      { reason: 'unreadable-document', owner: 'integration', connection: 'shop', failures: 2 },
    ])
    expect(open[0]?.errors).toContainEqual(
      expect.objectContaining({ wire: '/total', entity: '/asserted/outstanding/amount' }),
    )
    expect(open[0]?.errors).toContainEqual(expect.objectContaining({ wire: '/number' }))
    expect(JSON.stringify(open)).not.toContain('a lot')
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])

    await world.sync.receive('shop', webhook(shopOrder('1', 2)))
    await workOff(world)
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('does not take a problem for solved because an old document came again', async () => {
    const world = createWorld()
    await world.sync.receive('shop', webhook(shopOrder('1', 2)))
    await world.sync.receive('shop', webhook({ ...shopOrder('1', 3), total: 'a lot' }))
    await workOff(world)
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await workOff(world)
    expect(await world.sync.exceptions({ state: 'open' })).toHaveLength(1)
  })

  it.each(['not json', '', '"text"', '[]', 'null', '{"id":"9"', '{"__proto__":{"id":"1"}}'])(
    'keeps %j as an exception and blocks nothing',
    async (body) => {
      const world = createWorld()
      expect((await world.sync.receive('shop', webhook(body))).status).toBe(200)
      await world.sync.receive('shop', webhook(shopOrder('2', 1)))
      await workOff(world)
      expect(await world.sync.exceptions({ state: 'open' })).toHaveLength(1)
      expect(world.erpBooks.ledger).toHaveLength(1)
    },
  )

  it('leaves no trace of a fact on which a flow threw but an exception that says which flow', async () => {
    const world = createWorld({
      flows: ({ erp }) => [
        ordersTo(erp),
        defineFlow({
          name: 'picky',
          on: 'order',
          class: 'normal',
          decide: ({ source }) => {
            if (source.id === '1') throw new Error('order 1 is not liked')
            return []
          },
        }),
      ],
    })
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await world.sync.receive('shop', webhook(shopOrder('2', 1)))
    await workOff(world)
    const [exception] = await world.sync.exceptions({ state: 'open' })
    expect(exception?.message).toContain('flow "picky" threw: order 1 is not liked')
    expect(await world.sync.timeline(orderRef('1'))).toEqual([])
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('refuses a plan about another entity than the one that changed', async () => {
    const world = createWorld({
      flows: ({ erp }) => {
        const { decide, ...flow } = ordersTo(erp)
        const elsewhere = (change: Parameters<typeof decide>[0]) =>
          decide(change).map((plan) => ({ ...plan, source: orderRef('other') }))
        return [{ ...flow, decide: elsewhere }]
      },
    })
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await workOff(world)
    const [exception] = await world.sync.exceptions()
    expect(exception?.message).toContain('another entity than the one that changed')
  })
})
