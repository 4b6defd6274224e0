import assert from 'node:assert/strict'
import { instant, mapping, maybe, single, text } from '@canonry/mapping'
import type { Upcasts } from '@canonry/pack'
import type { Store } from '@canonry/sync'
import { z } from 'zod'
import { notesAsTags, orderRef, shopOrder, webhook } from './world/shop.js'
import type { StoreCase } from './world/store-case.js'
import { createWorld, type World, workOff } from './world/world.js'

/** A made-up next version of the model, in which an order's note is a tag. */
const noteToTag = mapping({
  system: 'canonical',
  entity: 'Order',
  wire: z.object({ note: z.string().optional() }),
  canonical: z.object({ tags: z.array(z.string()) }),
  map: ($) => ({ tags: single(maybe($.note, text)) }),
})
const NEXT: Upcasts = { order: [noteToTag] }

/** Two releases of one service on one store, with one shop and one ERP. */
function releases(store: Store) {
  const first = createWorld({ store })
  const { env, erpBooks: erp, shopBooks: shop } = first
  const options = { env, store, erpBooks: erp, shopBooks: shop }
  const next = (upcasts = NEXT) => createWorld({ ...options, wrap: notesAsTags, upcasts })
  return { first, next, erp, again: () => createWorld(options) }
}

async function hear(world: World, ...requests: Request[]): Promise<void> {
  for (const request of requests) await world.sync.receive('shop', request)
  await workOff(world)
}

const bodyOf = ({ documents }: World['erpBooks'], id: string) =>
  documents.get(`shop/acme/Order/${id}`)?.body as Record<string, unknown> | undefined

const openIn = ({ sync }: World) => sync.exceptions({ state: 'open' })

const refused = { kind: 'failed', failure: { kind: 'throttled', message: 'later' } } as const

/** What rows that carry the version of their shape are good for. */
export const shapeCases: readonly StoreCase[] = [
  {
    name: 'reads a row of an older shape as if it had been written in the newest',
    run: async (create) => {
      const { first, next, erp } = releases(create())
      await hear(first, webhook(shopOrder('1', 1, { note: 'gift' })))
      assert.equal(bodyOf(erp, '1')?.['note'], 'gift')
      const world = next()
      await hear(world, webhook(shopOrder('1', 2, { note: 'gift' })))
      const { tags, note } = bodyOf(erp, '1') ?? {}
      assert.deepEqual([tags, note], [['gift'], undefined])
      // only what the source changed has changed
      const told = await world.sync.timeline(orderRef('1'))
      const changes = told.flatMap((entry) => (entry.kind === 'entity-changed' ? entry.paths : []))
      assert.deepEqual([...changes].sort(), ['/asserted/outstanding/amount', '/updatedAt'])
    },
  },
  {
    name: 'knows the same content in an older shape again',
    run: async (create) => {
      const { first, next, erp } = releases(create())
      const order = shopOrder('1', 1, { note: 'gift' })
      await hear(first, webhook(order, { eventId: 'a' }))
      const world = next()
      // another delivery of the version that is known, with other bytes
      await hear(world, webhook(`${JSON.stringify(order)} `, { eventId: 'b' }))
      assert.equal((await world.sync.counters())['facts.stale'], 1)
      assert.deepEqual(await openIn(world), [])
      assert.equal(erp.ledger.length, 1)
    },
  },
  {
    name: 'sends an intent of an older shape in the newest',
    run: async (create) => {
      const { first, next, erp } = releases(create())
      erp.judge = () => refused
      await first.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'gift' })))
      const worker = await first.sync.start()
      await first.env.until(async () => erp.pushes.length > 0)
      await worker.stop()
      delete erp.judge
      await workOff(next())
      assert.deepEqual(bodyOf(erp, '1')?.['tags'], ['gift'])
      assert.equal(erp.ledger.length, 1)
    },
  },
  {
    name: 'shows no change of entities when facts of an older shape are replayed',
    run: async (create) => {
      const { first, next } = releases(create())
      await hear(first, webhook(shopOrder('1', 1, { note: 'gift' })))
      const preview = await next().sync.replay({ mode: 'plan' })
      assert.deepEqual([preview.counts.entities, preview.failures], [0, []])
    },
  },
  {
    name: 'leaves what is newer to those who know it, and lets all else go on',
    run: async (create) => {
      const { next, again, erp } = releases(create())
      await hear(next(), webhook(shopOrder('1', 1, { note: 'gift' })))
      const older = again()
      await hear(
        older,
        webhook(shopOrder('1', 2, { note: 'urgent' })),
        webhook(shopOrder('2', 1, { note: 'gift' })),
      )
      assert.equal(bodyOf(erp, '2')?.['note'], 'gift')
      assert.deepEqual(bodyOf(erp, '1')?.['tags'], ['gift'])
      const [left, ...others] = await openIn(older)
      assert.deepEqual([left?.reason, others], ['newer-shape', []])
      assert.match(left?.message ?? '', /version 2 of the shape of order, this code knows 1/)
      // a worker that knows it takes up what was left
      const newer = next()
      await workOff(newer)
      assert.deepEqual(await openIn(newer), [])
      assert.deepEqual(bodyOf(erp, '1')?.['tags'], ['urgent'])
    },
  },
  {
    name: 'lets an intent that is newer wait, without an attempt, for those who know it',
    run: async (create) => {
      const { next, again, erp } = releases(create())
      erp.judge = () => refused
      const newer = next()
      await newer.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'gift' })))
      const worker = await newer.sync.start()
      await newer.env.until(async () => erp.pushes.length > 0)
      await worker.stop()
      delete erp.judge
      const older = again()
      const working = await older.sync.start()
      await older.env.until(async () => (await openIn(older)).length > 0)
      await working.stop()
      const [waiting] = await openIn(older)
      assert.deepEqual([waiting?.reason, erp.ledger.length], ['newer-shape', 0])
      const skipped = await older.sync.resume(
        { reason: 'newer-shape' },
        { actor: 'anna', why: 'try' },
      )
      assert.equal(skipped[0]?.kind, 'skipped')
      const newest = next()
      await workOff(newest)
      assert.deepEqual([bodyOf(erp, '1')?.['tags'], erp.ledger.length], [['gift'], 1])
      assert.deepEqual(await openIn(newest), [])
    },
  },
  {
    name: 'changes nothing that a step does not fit, and goes on once it fits',
    run: async (create) => {
      const { first, next, erp } = releases(create())
      await hear(first, webhook(shopOrder('1', 1, { note: 'gift' })))
      const wrong = mapping({
        system: 'canonical',
        entity: 'Order',
        wire: z.object({ currency: z.string(), note: z.string().optional() }),
        canonical: z.object({ tags: z.array(z.string()) }),
        map: ($) => ({ tags: single(maybe($.currency, instant)) }),
      })
      const broken = next({ order: [wrong] })
      await hear(broken, webhook(shopOrder('1', 2, { note: 'gift' })))
      const [left] = await openIn(broken)
      assert.equal(left?.reason, 'unfit-shape')
      assert.equal(erp.ledger.length, 1)
      const mended = next()
      const by = { actor: 'anna', why: 'the step is mended' }
      const handled = await mended.sync.resume({ reason: 'unfit-shape' }, by)
      assert.deepEqual(
        handled.map(({ kind }) => kind),
        ['done'],
      )
      await workOff(mended)
      assert.deepEqual(bodyOf(erp, '1')?.['tags'], ['gift'])
    },
  },
  {
    name: 'erases what is newer, too',
    run: async (create) => {
      const { next, again } = releases(create())
      const customer = { id: 'c', name: 'Li' }
      await hear(next(), webhook(shopOrder('1', 1, { note: 'gift', customer })))
      const older = again()
      const ref = { ...orderRef('c'), kind: 'Customer' }
      const erased = await older.sync.erase(ref, { actor: 'anna', why: 'request' })
      assert.equal(erased.entities, 2)
      await hear(older, webhook(shopOrder('1', 2, { note: 'new' })))
      assert.deepEqual(await openIn(older), [])
    },
  },
]
