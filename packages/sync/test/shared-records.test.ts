import { Customer, Order } from '@canonry/model'
import type { Connection, Intent, PushOutcome } from '@canonry/pack'
import { defineFlow, type Flow, upsert } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { erpRef } from './world/erp.js'
import { type ShopOrder, shopOrder, webhook } from './world/shop.js'
import { createWorld, type World, workOff } from './world/world.js'

/** Books customers, and orders after them. */
function customersFirst(erp: Connection): readonly Flow[] {
  return [
    defineFlow({
      name: 'customers',
      on: Customer,
      class: 'critical',
      decide: (_, customer) => [upsert(erp, customer)],
    }),
    defineFlow({
      name: 'orders',
      on: Order,
      class: 'critical',
      decide: (_, order) => [upsert(erp, order, { after: order.customer ? [order.customer] : [] })],
    }),
  ]
}

/** An ERP that has one customer for all who are called Kim. */
function oneKim(answer: (intent: Intent) => PushOutcome) {
  return (intent: Intent): PushOutcome | undefined =>
    intent.entity === 'customer' ? answer(intent) : undefined
}

const KIM = { ...erpRef('C1'), kind: 'customer' }
const ANNA = { id: 'anna', name: 'Kim' }
const BERT = { id: 'bert', name: 'Kim' }

function ordering(id: string, customer: ShopOrder['customer']): ShopOrder {
  return shopOrder(id, 1, { customer: customer ?? null })
}

async function hear({ sync }: World, ...orders: readonly ShopOrder[]): Promise<void> {
  for (const order of orders) await sync.receive('shop', webhook(order))
}

const booked = ({ erpBooks }: World) =>
  erpBooks.ledger.map(({ source }) => source.split('/').at(-1))

describe('a system with one record for two entities of ours', () => {
  it('links both to it where its connector says so', async () => {
    const world = createWorld({ flows: ({ erp }) => customersFirst(erp) })
    world.erpBooks.judge = oneKim(() => ({ kind: 'confirmed', ref: KIM, shared: true }))
    await hear(world, ordering('1', ANNA), ordering('2', BERT))
    await workOff(world)
    expect(await world.sync.exceptions()).toEqual([])
    expect(booked(world).sort()).toEqual(['1', '2'])
    const links = world.erpBooks.pushes.map(({ links }) => Object.values(links).map(({ id }) => id))
    expect(links.flat()).toEqual(['C1', 'C1'])
  })

  it('leads to an exception that names both where it does not', async () => {
    const world = createWorld({ flows: ({ erp }) => customersFirst(erp) })
    world.erpBooks.judge = oneKim(() => ({ kind: 'confirmed', ref: KIM }))
    await hear(world, ordering('1', ANNA))
    await workOff(world)
    await hear(world, ordering('2', BERT))
    await workOff(world)
    const [exception, ...others] = await world.sync.exceptions()
    expect(others).toEqual([])
    expect(exception).toMatchObject({
      reason: 'one-record-for-two',
      owner: 'integration',
      connection: 'erp',
      ref: { system: 'shop', account: 'acme', kind: 'Customer', id: 'bert' },
      message:
        'erp says that this is its customer C1, which it already has for customer shop/acme/Customer/anna',
      suggestedFix: expect.stringContaining('shared'),
    })
    expect(booked(world)).toEqual(['1'])
    expect(await world.sync.backlog()).toMatchObject({ waiting: 1, blocked: 1 })
  })

  it('says of what waits for the second why it waits, once that is late', async () => {
    const world = createWorld({ flows: ({ erp }) => customersFirst(erp) })
    world.erpBooks.judge = oneKim(() => ({ kind: 'confirmed', ref: KIM }))
    await hear(world, ordering('1', ANNA), ordering('2', BERT))
    await using _ = await world.sync.start()
    await world.env.advance(900_000)
    const open = await world.sync.exceptions({ state: 'open', reason: 'dependency-missing' })
    expect(open).toMatchObject([{ ref: { kind: 'Order' } }])
    expect(open[0]?.message).toMatch(
      /^waits until Customer \w+ exists in erp, which is held up: erp says that this is its customer C1, which it already has for customer shop\/acme\/Customer\/\w+\. It is late$/,
    )
  })

  it('sends nothing again before a person has looked, then goes on', async () => {
    const world = createWorld({ flows: ({ erp }) => customersFirst(erp) })
    const { erpBooks, sync } = world
    erpBooks.judge = oneKim(() => ({ kind: 'confirmed', ref: KIM }))
    await hear(world, ordering('1', ANNA))
    await workOff(world)
    await hear(world, ordering('2', BERT))
    await workOff(world)
    const pushed = () => erpBooks.pushes.filter(({ entity }) => entity === 'customer').length
    expect(pushed()).toBe(2)
    await workOff(world)
    expect(pushed()).toBe(2)
    // somebody has taken the two apart
    erpBooks.judge = oneKim(({ source }) => ({ kind: 'confirmed', ref: { ...KIM, id: source.id } }))
    const [exception] = await sync.exceptions({ state: 'open' })
    await sync.resume({ id: exception?.id ?? '' }, { actor: 'anna', why: 'they are two now' })
    await workOff(world)
    expect(booked(world)).toEqual(['1', '2'])
    expect(await sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('leads to an exception, too, where it is found when a lost answer is read back', async () => {
    const world = createWorld()
    await hear(world, shopOrder('1'))
    await workOff(world)
    const { erpBooks, sync } = world
    erpBooks.judge = () => ({ kind: 'unknown', message: 'no answer' })
    const first = erpBooks.documents.get('shop/acme/Order/1')
    await hear(world, shopOrder('2'))
    const worker = await sync.start()
    await world.env.until(() => erpBooks.pushes.length === 2)
    // the connector reads back the document of the other order
    if (first)
      erpBooks.documents.set('shop/acme/Order/2', { ...first, body: erpBooks.pushes[1]?.body })
    await world.env.until(async () => (await sync.exceptions()).length > 0)
    await worker.stop()
    expect(await sync.exceptions()).toMatchObject([
      { reason: 'one-record-for-two', message: /SO1, which it already has for order .*Order\/1$/ },
    ])
    expect(erpBooks.ledger).toHaveLength(1)
  })

  it('does not send an event again because its entity changes', async () => {
    const world = createWorld({
      flows: ({ erp }) => [
        defineFlow({
          name: 'orders',
          on: Order,
          class: 'critical',
          decide: (_, order) => [upsert(erp, order, { once: true })],
        }),
      ],
    })
    world.erpBooks.judge = () => ({ kind: 'no-op', ref: erpRef('SO1') })
    for (const order of [shopOrder('1'), shopOrder('2'), shopOrder('2', 2)]) {
      await hear(world, order)
      await workOff(world)
    }
    expect(world.erpBooks.pushes).toHaveLength(2)
    expect(await world.sync.exceptions()).toMatchObject([{ reason: 'one-record-for-two' }])
  })
})
