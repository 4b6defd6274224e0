import { memoryStore, type Store } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { type CrashMode, crashAt } from './world/crash.js'
import { bookedTotals, type ErpBooks, erpBooks } from './world/erp.js'
import { orderRef, pageOf, type ShopBooks, shopBooks, shopOrder, webhook } from './world/shop.js'
import { createWorld, isIdle } from './world/world.js'

const START = Date.parse('2026-11-27T08:00:00Z')
const reconcile = { shop: { scan: '2s' } } as const

/** A shop of which webhooks told of 1, 2 and 3; since then 2 was deleted, and 4 came. */
function silentShop(): ShopBooks {
  const books = shopBooks()
  for (const id of ['1', '3', '4']) books.orders.set(id, shopOrder(id, 1))
  // 3 slips through the pages
  books.pull = async (cursor, since) => {
    if (since !== undefined) return pageOf([])
    return cursor ? pageOf([shopOrder('4', 1)]) : pageOf([shopOrder('1', 1)], { next: 'two' })
  }
  return books
}

async function work(
  store: Store,
  { books, start, ...death }: { books: ErpBooks; start: number; call: number; mode: CrashMode },
): Promise<boolean> {
  const crash = crashAt(death.call, death.mode)
  const env = testEnv({ now: START + start, seed: start + 1 })
  const given = { env, reconcile, erpBooks: books, shopBooks: silentShop() }
  const world = createWorld({ ...given, store: crash.store(store), wrap: crash.connection })
  const watcher = createWorld({ ...given, store, env: testEnv({ seed: 99 }) })
  const scans = async () => (await watcher.sync.counters())['reconcile.scans'] ?? 0
  const isDone = async () => crash.dead() || ((await scans()) > 0 && (await isIdle(watcher.sync)))
  await Promise.race([world.sync.start(), crash.death])
  await env.until(isDone, 60_000)
  if (!crash.dead()) await Promise.race([world.sync.close(), crash.death])
  return crash.dead()
}

async function survives(call: number, mode: CrashMode): Promise<boolean> {
  const store = memoryStore()
  const books = erpBooks()
  const before = createWorld({ store, erpBooks: books })
  for (const id of ['1', '2', '3']) await before.sync.receive('shop', webhook(shopOrder(id, 1)))
  const died = await work(store, { books, start: 0, call, mode })
  if (died) await work(store, { books, start: 60_000, call: Number.POSITIVE_INFINITY, mode })
  const keys = books.ledger.map(({ key }) => key)
  expect(keys, 'nothing is booked twice').toEqual([...new Set(keys)])
  expect(bookedTotals(books, orderRef('4')), 'what was missed is booked').toEqual(['11'])
  const { sync } = createWorld({ store })
  const deleted = async (id: string) =>
    (await sync.timeline(orderRef(id))).filter(({ kind }) => kind === 'entity-deleted').length
  expect([await deleted('1'), await deleted('2'), await deleted('3')]).toEqual([0, 1, 0])
  return died
}

describe('a process that dies while it scans', () => {
  it.each(['before', 'after'] as const)(
    'misses nothing, books nothing twice and deletes only what is gone, wherever it dies %s a call',
    async (mode) => {
      let call = 1
      while (await survives(call, mode)) call++
      expect(call).toBeGreaterThan(30)
    },
    20_000,
  )
})
