import { Order } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import { defineFlow, type ReplayPreview, type Store, upsert } from '@canonry/sync'
import { expect } from 'vitest'
import { bookedTotals } from '../world/erp.js'
import { orderRef, shopOrder, webhook, withoutNotes } from '../world/shop.js'
import type { StoreCase } from '../world/store-case.js'
import { createWorld, ordersTo, type World, type WorldOptions, workOff } from '../world/world.js'

const ANNA = { actor: 'anna', why: 'the mapping reads notes now' }
const SHOP = { connection: 'shop' } as const

async function hear(world: World, ...orders: ReturnType<typeof shopOrder>[]): Promise<void> {
  for (const order of orders) await world.sync.receive('shop', webhook(order))
  await workOff(world)
}

/** A connection whose mappings say that they have this revision. */
function revised(connection: Connection, revision: number): Connection {
  const resources = Object.entries(connection.resources).map(([name, resource]) => [
    name,
    { ...resource, revision },
  ])
  return { ...connection, resources: Object.fromEntries(resources) }
}

/** The same company over the same store, with other code. */
function deployed({ store, env, erpBooks, shopBooks }: World, options: WorldOptions = {}): World {
  return createWorld({ store, env, erpBooks, shopBooks, ...options })
}

/** Three orders that were read with a mapping that did not know notes, and the program of today. */
async function remapped(store: Store, asRevision = 0): Promise<World> {
  const wrap: WorldOptions['wrap'] = (connection) =>
    connection.id === 'shop' ? revised(withoutNotes(connection), asRevision) : connection
  const old = createWorld({ store, wrap })
  const note = 'leave it at the door'
  await hear(old, shopOrder('1', 1, { note }), shopOrder('2', 1, { note }), shopOrder('3'))
  return deployed(old)
}

const plan = ({ sync }: World): Promise<ReplayPreview> => sync.replay({ ...SHOP, mode: 'plan' })

/** What a replay promises over any store. */
export const replayCases: readonly StoreCase[] = [
  {
    name: 'keeps what its source said last, where two documents have one version',
    run: async (create) => {
      const world = createWorld({ store: create() })
      world.shopBooks.orders.set('1', shopOrder('1', 1, { note: 'the newest' }))
      await hear(world, shopOrder('1', 1), shopOrder('1', 1, { note: 'edited' }))
      const preview = await plan(world)
      expect(preview.facts).toMatchObject({ read: 3, applied: 0 })
      expect(preview.counts).toEqual({ entities: 0, effects: 0, recorded: 0 })
    },
  },
  {
    name: 'applies what a mapping reads anew whose revision nobody raised',
    run: async (create) => {
      const world = await remapped(create(), 1)
      const { counts, hash } = await plan(world)
      expect(counts).toEqual({ entities: 2, effects: 2, recorded: 0 })
      await world.sync.replay({ ...SHOP, apply: hash, ...ANNA })
      const [known] = await world.sync.entities([orderRef('1')])
      expect(known?.body).toMatchObject({ note: 'leave it at the door' })
      expect((await plan(world)).counts).toEqual({ entities: 0, effects: 0, recorded: 0 })
    },
  },
  {
    name: 'shows what a newer mapping would change, and writes nothing',
    run: async (create) => {
      const world = await remapped(create())
      const before = await world.sync.counters()
      const preview = await plan(world)
      expect(preview.facts).toEqual({
        read: 3,
        applied: 3,
        unchanged: 0,
        left: 0,
        expired: 0,
        failed: 0,
      })
      expect(preview.counts).toEqual({ entities: 2, effects: 2, recorded: 0 })
      expect(preview.changes).toMatchObject([
        {
          ref: orderRef('1'),
          isNew: false,
          differences: [{ kind: 'added', path: '/note', after: 'leave it at the door' }],
        },
        { ref: orderRef('2') },
      ])
      expect(preview.effects).toMatchObject([
        {
          key: 'erp|upsert|order|shop/acme/Order/1#2',
          action: 'planned',
          flow: 'orders',
          differences: [{ kind: 'added', path: '/note' }],
        },
        { ref: orderRef('2') },
      ])
      expect(await world.sync.counters()).toEqual(before)
      expect(await world.sync.backlog()).toMatchObject({ effects: 0 })
      expect((await plan(world)).hash).toBe(preview.hash)
    },
  },
  {
    name: 'does exactly what was previewed, once, and tells who wanted it',
    run: async (create) => {
      const world = await remapped(create())
      const { hash } = await plan(world)
      const done = await world.sync.replay({ ...SHOP, apply: hash, ...ANNA })
      expect(done).toMatchObject({ kind: 'applied', preview: { hash } })
      await workOff(world)
      const notes = [...world.erpBooks.documents.values()].map(({ body }) => (body as Order).note)
      expect(notes.filter(Boolean)).toHaveLength(2)
      expect(await world.sync.counters()).toMatchObject({ 'facts.replayed': 3, 'facts.applied': 3 })
      expect(await world.sync.acts()).toMatchObject([{ kind: 'replay', about: hash, ...ANNA }])
      const timeline = await world.sync.timeline(orderRef('1'))
      expect(timeline.map(({ kind }) => kind)).toContain('replayed')
      const again = await plan(world)
      expect(again.counts).toEqual({ entities: 0, effects: 0, recorded: 0 })
      const late = await world.sync.replay({ ...SHOP, apply: hash, ...ANNA })
      expect(late).toMatchObject({ kind: 'preview-outdated', preview: { hash: again.hash } })
    },
  },
  {
    name: 'refuses a preview when anything changed that it was worked out from',
    run: async (create) => {
      const world = await remapped(create())
      const { hash } = await plan(world)
      await hear(world, shopOrder('1', 2))
      const done = await world.sync.replay({ ...SHOP, apply: hash, ...ANNA })
      expect(done).toMatchObject({ kind: 'preview-outdated', message: /look at the new one/ })
      expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11', '12'])
      expect(await world.sync.acts()).toEqual([])
    },
  },
  {
    name: 'lets no old fact bring back what is over',
    run: async (create) => {
      const world = createWorld({ store: create() })
      await hear(world, shopOrder('1', 1))
      await hear(world, shopOrder('1', 2))
      const preview = await plan(world)
      expect(preview.facts).toMatchObject({ read: 2, unchanged: 2 })
      expect(preview).toMatchObject({ changes: [], effects: [] })
    },
  },
  {
    name: 'lets the flows of today decide on what is current, without promising anything twice',
    run: async (create) => {
      const old = createWorld({ store: create(), flows: () => [] })
      await hear(old, shopOrder('1', 1))
      await hear(old, shopOrder('1', 2))
      const world = deployed(old)
      const preview = await plan(world)
      expect(preview.counts).toEqual({ entities: 0, effects: 1, recorded: 0 })
      await world.sync.replay({ ...SHOP, apply: preview.hash, ...ANNA })
      await workOff(world)
      expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
      expect((await plan(world)).counts).toEqual({ entities: 0, effects: 0, recorded: 0 })
    },
  },
  {
    name: 'sends what it decides on something that a person had tried again',
    run: async (create) => {
      const old = createWorld({ store: create() })
      await hear(old, shopOrder('1', 1))
      const closed = { kind: 'business.rejected', message: 'the period is closed' } as const
      old.erpBooks.faults.push({ kind: 'fail', failure: closed })
      await hear(old, shopOrder('1', 2))
      await old.sync.resume({ reason: 'business-rejected' }, ANNA)
      await workOff(old)
      expect(bookedTotals(old.erpBooks, orderRef('1'))).toEqual(['11', '12'])
      const world = deployed(old, {
        flows: ({ erp }) => [
          defineFlow({
            name: 'orders',
            on: Order,
            class: 'critical',
            decide: (_, order) => [upsert(erp, { ...order, note: 'of today' })],
          }),
        ],
      })
      const { hash, effects } = await plan(world)
      expect(effects).toMatchObject([{ action: 'planned' }])
      const done = await world.sync.replay({ ...SHOP, apply: hash, ...ANNA })
      expect(done.kind).toBe('applied')
      await workOff(world)
      expect(world.erpBooks.ledger.at(-1)?.body).toMatchObject({ note: 'of today' })
    },
  },
  {
    name: 'solves the exceptions of facts that can be decided on by now',
    run: async (create) => {
      const broken = createWorld({
        store: create(),
        flows: ({ erp }) => [
          {
            ...ordersTo(erp),
            decide: () => {
              throw new Error('a bug in the flow')
            },
          },
        ],
      })
      await hear(broken, shopOrder('1'), shopOrder('2'))
      const still = await plan(broken)
      expect(still.facts).toMatchObject({ failed: 2 })
      expect(still.failures).toMatchObject([{ message: /a bug in the flow/ }, {}])
      const world = deployed(broken)
      const { hash, changes } = await plan(world)
      expect(changes).toMatchObject([{ isNew: true, differences: [{ path: '' }] }, {}])
      await world.sync.replay({ ...SHOP, apply: hash, ...ANNA })
      await workOff(world)
      expect(world.erpBooks.ledger).toHaveLength(2)
      expect(await world.sync.exceptions()).toMatchObject([
        { state: 'resolved', resolution: { kind: 'replayed', ...ANNA } },
        { state: 'resolved' },
      ])
    },
  },
  {
    name: 'reads what is asked for and nothing else',
    run: async (create) => {
      const world = createWorld({ store: create() })
      await hear(world, shopOrder('1'), shopOrder('2'))
      await world.env.advance(60_000)
      await hear(world, shopOrder('1', 2))
      const read = async (range: object) =>
        (await world.sync.replay({ ...range, mode: 'plan' })).facts.read
      expect(await read({})).toBe(3)
      expect(await read({ ref: orderRef('1') })).toBe(2)
      expect(await read({ ref: orderRef('none') })).toBe(0)
      expect(await read({ from: '2026-11-27T08:00:30Z' })).toBe(1)
      expect(await read({ to: '2026-11-27T08:00:30Z' })).toBe(2)
      expect(await read({ connection: 'erp' })).toBe(0)
      expect(await read({ resource: 'order@webhook', ref: orderRef('2') })).toBe(1)
      await expect(read({ from: 'yesterday' })).rejects.toThrow(/an instant is an RFC 3339/)
      await expect(read({ from: '2026-11-27T08:00' })).rejects.toThrow(/no offset.*`from`/)
      await expect(world.sync.replay({ ...SHOP, apply: 'x', actor: '', why: '' })).rejects.toThrow(
        /actor/,
      )
    },
  },
  {
    name: 'reads a large range page by page, seeing its own changes',
    run: async (create) => {
      const versions = Array.from({ length: 40 }, (_, index) => index + 1)
      const store = create()
      const broken = createWorld({
        store,
        flows: ({ erp }) => [
          {
            ...ordersTo(erp),
            decide: () => {
              throw new Error('a bug in the flow')
            },
          },
        ],
      })
      for (const version of versions) {
        const documents = ['1', '2', '3', '4', '5', '6', '7'].map((id) => ({
          resource: 'order@rest',
          key: id,
          body: JSON.stringify(shopOrder(id, version)),
        }))
        await broken.sync.ingest('shop', documents)
      }
      await workOff(broken)
      const world = deployed(broken)
      const preview = await plan(world)
      expect(preview.facts).toMatchObject({ read: 280, applied: 280 })
      expect(preview.counts).toEqual({ entities: 7, effects: 7, recorded: 0 })
      await world.sync.replay({ ...SHOP, apply: preview.hash, ...ANNA })
      await workOff(world)
      expect(bookedTotals(world.erpBooks, orderRef('7'))).toEqual(['50'])
    },
  },
]
