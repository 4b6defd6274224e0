import { DatabaseSync } from 'node:sqlite'
import { ndjson } from '@canonry/pack'
import { createOutboxTable, memoryStore, record, type Store } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { erpRef } from './world/erp.js'
import { pageOf, type ShopOrder, shop, shopBooks, shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

const LONGEST = 1_024
const long = 'x'.repeat(LONGEST + 1)
// as long in bytes, with half the letters
const umlauts = 'ü'.repeat(LONGEST / 2 + 1)

const documentOf = (order: ShopOrder) => ({
  resource: 'order@rest',
  key: order.id,
  body: JSON.stringify(order),
})

/** A store that tells what it was to remember of scans. */
function watched(seen: string[]): Store {
  const store = memoryStore()
  return {
    ...store,
    open: (tenant) => {
      const own = store.open(tenant)
      return {
        ...own,
        append: (request) => {
          seen.push(...(request.pull?.seen ?? []))
          return own.append(request)
        },
      }
    },
  }
}

describe.each([long, umlauts])('an id that no store can find anything by', (id) => {
  it('is refused at the door, and stops nothing that came with it', async () => {
    const world = createWorld()
    const documents = [shopOrder(id), shopOrder('1')].map(documentOf)
    const answers = await world.sync.ingest('shop', documents)
    expect(answers).toMatchObject([
      { kind: 'refused', reason: 'long-name', message: /1024 bytes/ },
      { kind: 'accepted' },
    ])
    expect(JSON.stringify(answers)).not.toContain(id)
    const database = new DatabaseSync(':memory:')
    database.exec(createOutboxTable('sqlite'))
    expect(await world.sync.outbox(database).ingest('shop', documents)).toMatchObject([
      { kind: 'refused', reason: 'long-name' },
      { kind: 'staged' },
    ])
  })

  it('is a line of a file that cannot be taken', async () => {
    const { sync } = createWorld()
    const text = [shopOrder('1'), shopOrder(id)].map((order) => JSON.stringify(order)).join('\n')
    const report = await sync.ingestFile('shop', {
      name: 'orders.ndjson',
      resource: 'order@rest',
      key: '/id',
      format: ndjson,
      stream: new Blob([text]).stream(),
    })
    expect(report).toMatchObject({ accepted: 1 })
    expect(await sync.exceptions()).toMatchObject([{ message: /line 2|2:/ }])
  })

  it('in a webhook is kept, and is an exception', async () => {
    const world = createWorld()
    const orders = [shopOrder(id), shopOrder('1', 1, { customer: { id, name: 'Ada' } })]
    for (const order of [...orders, shopOrder('2')]) {
      expect((await world.sync.receive('shop', webhook(order))).status).toBe(200)
    }
    const deletion = webhook(JSON.stringify({ id }), { topic: 'orders/delete' })
    expect((await world.sync.receive('shop', deletion)).status).toBe(200)
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(1)
    const reasons = (await world.sync.exceptions()).map(({ reason }) => reason)
    expect(reasons.sort()).toEqual(['long-name', 'long-name', 'nameless-deletion'])
  })

  it('comes with every scan, is one problem, and holds up no scan', async () => {
    const [books, seen] = [shopBooks(), [] as string[]]
    books.pull = async () => pageOf([shopOrder(id), shopOrder('1')])
    const reconcile = { shop: { every: '20m', scan: '20m' } } as const
    const world = createWorld({ store: watched(seen), shopBooks: books, reconcile })
    const worker = await world.sync.start()
    for (let scans = 0; scans < 3; scans++) await world.env.advance(1_260_000)
    await worker.stop()
    expect(new Set(seen)).toEqual(new Set(['order:shop/acme/Order/1']))
    const told = (await world.sync.exceptions()).map(({ message }) => message.split(' ')[0])
    expect(new Set(told).size).toBe(told.length)
    expect(told.length).toBeLessThanOrEqual(2)
  })

  it('given by a system to what it was sent is a mistake of its connector', async () => {
    const world = createWorld()
    world.erpBooks.judge = () => ({ kind: 'confirmed', ref: erpRef(id) })
    await world.sync.receive('shop', webhook(shopOrder('1')))
    const worker = await world.sync.start()
    await world.env.until(async () => (await world.sync.exceptions()).length > 0)
    await worker.stop()
    expect(await world.sync.exceptions()).toMatchObject([{ reason: 'handler-bug' }])
  })

  it('is recorded of nothing', () => {
    const plan = () => record(shop(), { resource: 'order@rest', key: id, document: {} })
    expect(plan).toThrow(/1024 bytes/)
  })
})

it('an id of that length, as `refKey` prints it, is taken', async () => {
  const world = createWorld()
  const id = 'x'.repeat(LONGEST - 'shop/acme/Customer/'.length)
  const order = shopOrder(id, 1, { customer: { id, name: 'Ada' } })
  expect(await world.sync.ingest('shop', [documentOf(order)])).toEqual([{ kind: 'accepted' }])
  await workOff(world)
  expect(world.erpBooks.ledger).toHaveLength(1)
})
