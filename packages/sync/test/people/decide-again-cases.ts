import type { StockPosition } from '@canonry/model'
import { type Connection, defineFlow, type Flow, type Store, upsert } from '@canonry/sync'
import { expect } from 'vitest'
import { ledger, positionRef } from '../world/ledger.js'
import type { StoreCase } from '../world/store-case.js'
import { createWorld, ordersTo, type World, workOff } from '../world/world.js'

const ANNA = { actor: 'anna', why: 'two more are kept back' }

/** Tells a system what is there less what is kept back, as it is set at the moment. */
function offersTo(target: Connection, keep: () => number): Flow {
  return defineFlow({
    name: 'offers',
    on: 'stockPosition',
    class: 'high',
    from: [ledger],
    decide: (_, position: StockPosition) => {
      const available = `${Number(position.sellable) - keep()}`
      return [upsert(target, { ...position, available })]
    },
  })
}

interface Offering {
  readonly world: World
  readonly offers: readonly Flow[]
  keepBack(pieces: number): void
  /** What the ERP was told in all. */
  told(): readonly string[]
  /** Has pieces come. */
  come(id: string, by: string): Promise<void>
}

/** Positions of a ledger, of which a system is told. */
async function offering(store: Store, ids: readonly string[]): Promise<Offering> {
  let kept = 0
  const offers: Flow[] = []
  const world = createWorld({
    store,
    more: [ledger],
    flows: ({ erp }) => {
      offers.push(offersTo(erp, () => kept))
      return [...offers, ordersTo(erp)]
    },
  })
  const { sync, erpBooks } = world
  const post = async (id: string, by: string) => {
    const body = JSON.stringify({ id, by })
    await sync.ingest('ledger', [{ resource: 'posting@ledger', key: id, body }])
  }
  for (const id of ids) await post(id, '10')
  await workOff(world)
  return {
    world,
    offers,
    keepBack: (pieces) => {
      kept = pieces
    },
    told: () => erpBooks.ledger.map(({ body }) => (body as StockPosition).available),
    come: post,
  }
}

/** What looking at sums, and letting flows decide again on them, promises over any store. */
export const decideAgainCases: readonly StoreCase[] = [
  {
    name: 'lets flows decide again on every sum, and tells only what is another thing now',
    run: async (create) => {
      const ids = Array.from({ length: 120 }, (_, index) => `p${index}`)
      const { world, offers, keepBack, told } = await offering(create(), ids)
      const { sync } = world
      expect(await sync.decideAgain(offers, ANNA)).toEqual({ entities: 120, effects: 0 })
      keepBack(2)
      await workOff(world)
      expect(told()).toEqual(ids.map(() => '10'))
      expect(await sync.decideAgain(offers, ANNA)).toEqual({ entities: 120, effects: 120 })
      await workOff(world)
      expect(told().slice(120)).toEqual(ids.map(() => '8'))
      expect(await sync.decideAgain(offers, ANNA)).toEqual({ entities: 120, effects: 0 })
      const timeline = await sync.timeline(positionRef('p7'))
      expect(timeline).toContainEqual(expect.objectContaining({ kind: 'replayed', ...ANNA }))
      expect(await sync.acts()).toMatchObject([
        { kind: 'replay', about: 'offers', ...ANNA },
        { kind: 'replay', about: 'offers', ...ANNA },
        { kind: 'replay', about: 'offers', ...ANNA },
      ])
    },
  },
  {
    name: 'decides on what sums are by then, while a worker adds to them',
    run: async (create) => {
      const { world, offers, keepBack, told, come } = await offering(create(), ['a', 'b'])
      keepBack(3)
      const worker = await world.sync.start()
      await come('a', '5')
      const again = world.sync.decideAgain(offers, ANNA)
      await come('b', '-4')
      let done = false
      void again.then(() => {
        done = true
      })
      await world.env.until(async () => done)
      await worker.stop()
      await workOff(world)
      const known = new Map(
        world.erpBooks.ledger.map(({ source, body }) => [source, body as StockPosition]),
      )
      const last = [...known].map(([source, { available }]) => [source.at(-1), available])
      expect(Object.fromEntries(last)).toEqual({ a: '12', b: '3' })
      expect(told().length).toBeLessThanOrEqual(6)
    },
  },
  {
    name: 'shows sums page by page, in the order of their keys, and those alone whose key begins so',
    run: async (create) => {
      const ids = ['b/2', 'a/1', 'b/1', 'bb/1', 'b/10']
      const { world, offers } = await offering(create(), ids)
      const { sync } = world
      const idsOf = async (page: Parameters<typeof sync.sums>[1]) =>
        (await sync.sums('ledger', page)).map(({ source }) => source.id)
      expect(await idsOf({})).toEqual(['a/1', 'b/1', 'b/10', 'b/2', 'bb/1'])
      expect(await idsOf({ below: 'b/' })).toEqual(['b/1', 'b/10', 'b/2'])
      expect(await idsOf({ below: 'b/', limit: 2 })).toEqual(['b/1', 'b/10'])
      expect(await idsOf({ below: 'b/', after: positionRef('b/10') })).toEqual(['b/2'])
      expect(await idsOf({ after: positionRef('bb/1') })).toEqual([])
      const [first] = await sync.sums('ledger', { limit: 1 })
      expect(first).toMatchObject({ entity: 'stockPosition', body: { sellable: '10' } })
      await expect(sync.sums('shop')).rejects.toThrow('shop adds nothing up')
      const document = { id: 'c/1', by: '4' }
      const documents = [{ resource: 'posting@ledger', key: 'c/1', document }]
      expect((await sync.add('ledger', { documents })).isOk()).toBe(true)
      expect(await idsOf({ below: 'c/' })).toEqual(['c/1'])
      expect(await sync.decideAgain(offers, ANNA)).toMatchObject({ entities: 6 })
    },
  },
  {
    name: 'refuses flows that nobody gave it, and those that follow documents',
    run: async (create) => {
      const { world, offers } = await offering(create(), ['a'])
      const { sync } = world
      const stranger = { ...(offers[0] as Flow), name: 'others' }
      await expect(sync.decideAgain([stranger], ANNA)).rejects.toThrow(
        'flow "others" is none of this sync',
      )
      const orders = { ...(offers[0] as Flow), name: 'orders' }
      await expect(sync.decideAgain([orders], ANNA)).rejects.toThrow(
        'flow "orders" follows no sums of a ledger: replay the documents that it follows',
      )
      await expect(sync.decideAgain(offers, { actor: '', why: '' })).rejects.toThrow('nobody acts')
      expect(await sync.acts()).toEqual([])
    },
  },
]
