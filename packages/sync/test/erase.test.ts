import type { Refund } from '@canonry/model'
import { type Connection, canonicalMapping, jsonArray, type Resource } from '@canonry/pack'
import type { Store } from '@canonry/sync'
import { memoryStore } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, type World, workOff } from './world/world.js'

const by = { actor: 'anna', why: 'request 4711' }
const customer = { id: 'c', name: 'Li' }
const customerRef = { ...orderRef('c'), kind: 'Customer' }

async function hear(world: World, ...requests: Request[]): Promise<void> {
  for (const request of requests) await world.sync.receive('shop', request)
  await workOff(world)
}

const everything = async (store: Store) => {
  const tenant = store.open('acme')
  const facts = []
  for (let shard = 0; shard < 16; shard++) {
    const question = { kind: 'journal', shard, after: 0, limit: 99 } as const
    facts.push(...(await tenant.query<'journal'>(question))._unsafeUnwrap().facts)
  }
  const effects = await tenant.query<'effects'>({ kind: 'effects', limit: 99 })
  const refs = ['Order/1', 'Order/2', 'Customer/c', 'Refund/r1'].map((name) => `shop/acme/${name}`)
  const situation = await tenant.query<'situation'>({ kind: 'situation', refs })
  const bodies = facts.map(({ body }) => new TextDecoder().decode(body))
  return JSON.stringify([bodies, effects._unsafeUnwrap(), situation._unsafeUnwrap()])
}

const refundOf = (order: string, note: string): Refund => ({
  refs: [{ ...orderRef('r1'), kind: 'Refund' }],
  order: orderRef(order),
  amount: { shop: { amount: '3', currency: 'EUR' } },
  lines: [],
  charges: [],
  adjustments: [],
  method: 'original',
  transactions: [],
  state: 'pending',
  at: '2026-11-27T08:00:00Z',
  note,
})

const refunds: Resource = {
  name: 'refund@rest',
  kind: 'Refund',
  versions: { from: '1' },
  revision: 1,
  parts: [{ entity: 'refund', mapping: canonicalMapping('refund') }],
  version: () => undefined,
}

function withRefunds(connection: Connection): Connection {
  if (connection.id !== 'shop') return connection
  return { ...connection, resources: { ...connection.resources, [refunds.name]: refunds } }
}

async function* streamOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

describe('erasing', () => {
  it('takes away all that was said about a customer, and what others were to be told', async () => {
    const store = memoryStore()
    const world = createWorld({ store })
    await hear(
      world,
      webhook(shopOrder('1', 1, { customer, note: 'secret one' })),
      webhook(shopOrder('1', 2, { customer, note: 'secret two' })),
      webhook(shopOrder('2', 1, { note: 'secret of somebody else' })),
    )
    expect(await everything(store)).toContain('secret one')
    expect(await world.sync.erase(customerRef, by)).toEqual({ entities: 2, pending: 0, unread: 0 })
    const left = await everything(store)
    expect(left).not.toContain('Li')
    expect(left).not.toContain('secret one')
    expect(left).not.toContain('secret two')
    expect(left).toContain('secret of somebody else')
    const told = await world.sync.timeline(orderRef('1'))
    expect(told.at(-1)).toMatchObject({ kind: 'entity-erased', ...by })
    expect(await world.sync.acts()).toMatchObject([
      { kind: 'erase', about: 'shop/acme/Customer/c' },
    ])
    expect((await world.sync.counters())['entities.erased']).toBe(2)
  })

  it('erases nothing twice', async () => {
    const world = createWorld()
    await hear(world, webhook(shopOrder('1', 1, { customer })))
    await world.sync.erase(customerRef, by)
    expect(await world.sync.erase(customerRef, by)).toEqual({ entities: 0, pending: 0, unread: 0 })
    expect(await world.sync.erase(orderRef('nobody'), by)).toEqual({
      entities: 0,
      pending: 0,
      unread: 0,
    })
  })

  it('takes what comes later as ever, and not what came before again', async () => {
    const world = createWorld()
    await hear(world, webhook(shopOrder('1', 1, { customer }), { eventId: 'a' }))
    await world.sync.erase(orderRef('1'), by)
    await hear(world, webhook(shopOrder('1', 1, { customer, note: '' }), { eventId: 'b' }))
    await hear(world, webhook(shopOrder('1', 2, { customer, note: 'new' }), { eventId: 'c' }))
    const [document] = world.erpBooks.documents.values()
    expect(document?.body).toMatchObject({ note: 'new' })
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('passes over what was erased before it was read', async () => {
    const world = createWorld()
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await world.sync.erase(orderRef('1'), by)
    await workOff(world)
    expect((await world.sync.counters())['facts.erased']).toBe(1)
    expect(await world.sync.exceptions()).toEqual([])
    expect(world.erpBooks.ledger).toEqual([])
  })

  it('says how much was heard that nobody has read yet, and takes it away once it was', async () => {
    const store = memoryStore()
    const world = createWorld({ store })
    await world.sync.receive('shop', webhook(shopOrder('1', 1, { customer, note: 'secret' })))
    expect(await world.sync.erase(customerRef, by)).toMatchObject({ entities: 0, unread: 1 })
    await workOff(world)
    expect(await world.sync.erase(customerRef, by)).toMatchObject({ entities: 2, unread: 0 })
    expect(await everything(store)).not.toContain('secret')
  })

  it('cancels what was not sent, and solves what stood in its way', async () => {
    const world = createWorld()
    world.erpBooks.judge = () => ({
      kind: 'failed',
      failure: { kind: 'business.rejected', message: 'the period is closed' },
    })
    await hear(world, webhook(shopOrder('1', 1)))
    expect(await world.sync.exceptions({ state: 'open' })).toHaveLength(1)
    await world.sync.erase(orderRef('1'), by)
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    expect((await world.sync.backlog()).blocked).toBe(0)
  })

  it('finds what could never be read', async () => {
    const store = memoryStore()
    const world = createWorld({ store })
    const unreadable = { customer, total: 'much', note: 'secret of an order' }
    await hear(world, webhook(shopOrder('1', 1, unreadable)))
    await world.sync.ingestFile('shop', {
      name: 'orders.json',
      resource: 'order@rest',
      key: '/id',
      format: jsonArray,
      stream: streamOf(JSON.stringify([shopOrder('2', 1, { ...unreadable, note: 'secret row' })])),
    })
    await workOff(world)
    expect(await world.sync.exceptions({ state: 'open' })).toHaveLength(2)
    expect(await everything(store)).toContain('secret row')
    await world.sync.erase(customerRef, by)
    const left = await everything(store)
    expect(left).not.toContain('secret of an order')
    expect(left).not.toContain('secret row')
  })

  it('finds what was said before an order went to somebody else', async () => {
    const store = memoryStore()
    const world = createWorld({ store })
    await hear(world, webhook(shopOrder('1', 1, { customer, note: 'secret one' })))
    await hear(
      world,
      webhook(shopOrder('1', 2, { customer: { id: 'd', name: 'Mo' }, note: 'kept' })),
    )
    await world.sync.erase(customerRef, by)
    const left = await everything(store)
    expect(left).not.toContain('secret one')
    expect(left).not.toContain('Li')
    expect(left).toContain('kept')
  })

  it('takes away what belongs to the orders of a customer', async () => {
    const store = memoryStore()
    const world = createWorld({ store, wrap: withRefunds })
    await hear(world, webhook(shopOrder('1', 1, { customer })))
    const body = JSON.stringify(refundOf('1', 'secret reason'))
    await world.sync.ingest('shop', [{ resource: 'refund@rest', key: 'r1', body }])
    await workOff(world)
    expect(await everything(store)).toContain('secret reason')
    expect(await world.sync.erase(customerRef, by)).toEqual({ entities: 3, pending: 0, unread: 0 })
    expect(await everything(store)).not.toContain('secret reason')
  })

  it('takes the findings of what was erased away', async () => {
    const world = createWorld({ wrap: withRefunds })
    // it comes to something else than its parts
    const body = JSON.stringify(refundOf('1', 'x'))
    await world.sync.ingest('shop', [{ resource: 'refund@rest', key: 'r1', body }])
    await workOff(world)
    expect(await world.sync.findings()).not.toEqual([])
    await world.sync.erase(orderRef('1'), by)
    expect(await world.sync.findings()).toEqual([])
  })

  it('asks who erases, and why', async () => {
    const { sync } = createWorld()
    await expect(sync.erase(orderRef('1'), { actor: '', why: 'x' })).rejects.toThrow(/actor/)
  })
})
