import { Order } from '@canonry/model'
import { defineFlow, type Fact, type ReplayPreview, type Store, upsert } from '@canonry/sync'
import { expect } from 'vitest'
import { emptyCommit } from '../../src/store/empty-commit.js'
import { orderRef, shopOrder, webhook } from '../world/shop.js'
import type { StoreCase } from '../world/store-case.js'
import { createWorld, ordersTo, type World, type WorldOptions, workOff } from '../world/world.js'

const ANNA = { actor: 'anna', why: 'the flow is right now' }
const SHOP = { connection: 'shop' } as const
const MINUTE_MS = 60_000
const retention = { facts: '60s', effects: '60s' } as const

function keeping(store: Store, options: WorldOptions = {}): World {
  return createWorld({ store, retention, ...options })
}

async function hear(world: World, ...orders: ReturnType<typeof shopOrder>[]): Promise<void> {
  for (const order of orders) await world.sync.receive('shop', webhook(order))
  await workOff(world)
}

/** A worker beats until all that is old by now has expired. */
async function grow(world: World, ms: number): Promise<void> {
  await world.env.advance(ms)
  const worker = await world.sync.start()
  await world.env.advance(6_000)
  await worker.stop()
}

async function factsIn({ store }: World): Promise<readonly Fact[]> {
  const tenant = store.open('acme')
  const shards = Array.from({ length: 16 }, (_, shard) => shard)
  const pages = await Promise.all(
    shards.map((shard) => {
      const question = { kind: 'journal', shard, after: 0, limit: 99 } as const
      return tenant.query<'journal'>(question).map(({ facts }) => facts)
    }),
  )
  return pages.flatMap((page) => page._unsafeUnwrap())
}

const plan = ({ sync }: World, range: object = SHOP): Promise<ReplayPreview> =>
  sync.replay({ ...range, mode: 'plan' })

/** A company whose flow is broken. */
function broken(store: Store): World {
  return keeping(store, {
    flows: ({ erp }) => [
      {
        ...ordersTo(erp),
        decide: () => {
          throw new Error('a bug in the flow')
        },
      },
    ],
  })
}

/** What retention promises over any store. */
export const retentionCases: readonly StoreCase[] = [
  {
    name: 'lets bodies go that are old, and keeps the last of each source, rows, and what proves them',
    run: async (create) => {
      const world = keeping(create(), { audit: true })
      await hear(world, shopOrder('1', 1), shopOrder('1', 2), shopOrder('2', 1))
      const timeline = await world.sync.timeline(orderRef('1'))
      await grow(world, MINUTE_MS)
      const facts = await factsIn(world)
      const kept = facts.flatMap(({ routingKey, body }) => (body ? [routingKey] : []))
      expect(kept.sort()).toEqual(['1', '2'])
      expect(facts.filter(({ expired }) => expired)).toHaveLength(1)
      const asked = { kind: 'effects', limit: 9 } as const
      const effects = (await world.store.open('acme').query<'effects'>(asked))._unsafeUnwrap()
      expect(effects.map(({ state, body }) => [state, body])).toEqual([
        ['confirmed', undefined],
        ['confirmed', undefined],
      ])
      expect(await world.sync.counters()).toMatchObject({
        'facts.expired': 1,
        'intents.expired': 2,
      })
      expect(await world.sync.timeline(orderRef('1'))).toEqual(timeline)
      expect((await world.sync.audit.verify()).problems).toEqual([])
    },
  },
  {
    name: 'says how much of a range has expired, and from when on all of it is there',
    run: async (create) => {
      const world = keeping(create())
      await hear(world, shopOrder('1', 1), shopOrder('2', 1))
      await world.env.advance(1_000)
      await hear(world, shopOrder('1', 2), shopOrder('2', 2))
      await grow(world, MINUTE_MS)
      const { facts, expired } = await plan(world)
      expect(facts).toMatchObject({ read: 4, unchanged: 2, expired: 2, left: 0 })
      expect(expired?.facts).toBe(2)
      const { expired: none, facts: rest } = await plan(world, { from: expired?.wholeFrom })
      expect([none, rest.read, rest.expired]).toEqual([undefined, 2, 0])
    },
  },
  {
    name: 'tells what has expired apart from what was erased',
    run: async (create) => {
      const world = keeping(create())
      await hear(world, shopOrder('1', 1), shopOrder('1', 2), shopOrder('2', 1))
      await world.sync.erase(orderRef('2'), ANNA)
      await grow(world, MINUTE_MS)
      const { facts } = await plan(world)
      expect(facts).toMatchObject({ read: 3, unchanged: 1, expired: 1, left: 1 })
      const kinds = (await world.sync.timeline(orderRef('1'))).map(({ kind }) => kind)
      expect(kinds).not.toContain('entity-erased')
      // what is erased after it has expired leaves the same
      await world.sync.erase(orderRef('1'), ANNA)
      expect((await plan(world)).facts).toMatchObject({ read: 3, expired: 1, left: 2 })
    },
  },
  {
    name: 'applies no preview of which a fact has expired since',
    run: async (create) => {
      const old = broken(create())
      await hear(old, shopOrder('1'), shopOrder('2'))
      await grow(old, MINUTE_MS)
      const world = keeping(old.store, { env: old.env })
      const planned = await plan(world)
      // open exceptions are about them: they are still there
      expect(planned.facts).toMatchObject({ applied: 2, expired: 0 })
      await world.sync.dismiss({ connection: 'shop' }, ANNA)
      const still = await plan(world)
      await grow(world, 0)
      const done = await world.sync.replay({ ...SHOP, apply: still.hash, ...ANNA })
      expect(done).toMatchObject({
        kind: 'preview-outdated',
        message: /has expired/,
        preview: { facts: { applied: 0, expired: 2 }, expired: { facts: 2 } },
      })
      expect(world.erpBooks.ledger).toEqual([])
    },
  },
  {
    name: 'applies a preview that nothing of is gone, whatever else has expired since',
    run: async (create) => {
      const old = keeping(create(), { flows: () => [] })
      await hear(old, shopOrder('1', 1), shopOrder('1', 2))
      const world = keeping(old.store, { env: old.env })
      const { hash } = await plan(world)
      await grow(world, MINUTE_MS)
      const done = await world.sync.replay({ ...SHOP, apply: hash, ...ANNA })
      expect(done).toMatchObject({ kind: 'applied', preview: { expired: { facts: 1 } } })
    },
  },
  {
    name: 'refuses to read again what has expired, and says what to do',
    run: async (create) => {
      const world = keeping(create())
      await hear(world, shopOrder('1', 1), shopOrder('1', 2))
      await grow(world, MINUTE_MS)
      const gone = (await factsIn(world)).find(({ expired }) => expired)
      const draft = {
        fingerprint: 'late',
        reason: 'odd',
        owner: 'integration',
        connection: 'shop',
        message: 'odd',
        suggestedFix: 'none',
        subject: { kind: 'fact', shard: gone?.shard ?? 0, seq: gone?.seq ?? 0 },
      } as const
      const exceptions = [{ kind: 'open', id: 'late', draft }] as const
      const late = { ...emptyCommit(world.env.now()), exceptions }
      expect((await world.store.open('acme').commit(late)).isOk()).toBe(true)
      expect(await world.sync.resume({ id: 'late' }, ANNA)).toMatchObject([
        { kind: 'refused', message: /its body has expired/ },
      ])
    },
  },
  {
    name: 'shows what is new in an effect as all of it, where what was told last is gone',
    run: async (create) => {
      const world = keeping(create())
      await hear(world, shopOrder('1', 1))
      await grow(world, MINUTE_MS)
      const next = keeping(world.store, {
        env: world.env,
        flows: ({ erp }) => [
          defineFlow({
            name: 'orders',
            on: Order,
            class: 'critical',
            decide: (_, order) => [upsert(erp, { ...order, note: 'new' })],
          }),
        ],
      })
      const { effects } = await plan(next)
      expect(effects).toMatchObject([{ isBeforeGone: true, differences: [{ path: '' }] }])
    },
  },
]
