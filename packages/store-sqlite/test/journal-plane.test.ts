import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { bookedTotals, erpBooks } from '../../sync/test/world/erp.js'
import { orderRef, pageOf, shopBooks, shopOrder, webhook } from '../../sync/test/world/shop.js'
import { createWorld, isIdle, type World, workOff } from '../../sync/test/world/world.js'
import { temporaryFile } from './temporary-file.js'

const by = { actor: 'anna', why: 'request 4711' }

/** A shop that has these orders, on a page each. */
function shopOf(...ids: string[]) {
  const books = shopBooks()
  for (const id of ids) books.orders.set(id, shopOrder(id, 1))
  books.pull = async (cursor, since) => {
    if (since !== undefined) return pageOf([])
    const at = Number(cursor ?? 0)
    const next = at + 1 < ids.length ? { next: `${at + 1}` } : {}
    return pageOf([shopOrder(ids[at] ?? '', 1)], next)
  }
  return books
}

async function runUntil({ sync, env }: World, isDone: () => Promise<boolean>): Promise<void> {
  await using _ = await sync.start()
  await env.until(async () => (await isDone()) && (await isIdle(sync)))
}

describe('a SQLite file', () => {
  it('has the plan of a new connection again after it was closed, to be approved then', async () => {
    const file = temporaryFile()
    const given = { erpBooks: erpBooks(), shopBooks: shopOf('1', '2'), bootstrap: true }
    const first = createWorld({ ...given, store: sqlite(new DatabaseSync(file)) })
    const stage = async ({ sync }: World) => (await sync.bootstrap('shop')).stage
    await runUntil(first, async () => (await stage(first)) === 'plan')
    const shown = await first.sync.bootstrap('shop')
    await first.sync.close()
    const env = testEnv({ now: first.env.now() + 60_000, seed: 2 })
    const second = createWorld({ ...given, store: sqlite(new DatabaseSync(file)), env })
    const again = await second.sync.bootstrap('shop')
    expect(again).toEqual(shown)
    if (again.stage !== 'plan') throw new Error(again.stage)
    await second.sync.approve('shop', again.plan.hash, by)
    await workOff(second)
    expect(given.erpBooks.ledger).toHaveLength(2)
  })

  it('knows after a scan what was deleted and what was missed', async () => {
    const world = createWorld({
      store: sqlite(new DatabaseSync(temporaryFile())),
      shopBooks: shopOf('1', '3'),
      reconcile: { shop: { scan: '2s' } },
    })
    for (const id of ['1', '2']) await world.sync.receive('shop', webhook(shopOrder(id, 1)))
    await runUntil(world, async () => ((await world.sync.counters())['reconcile.scans'] ?? 0) > 0)
    const deleted = (await world.sync.timeline(orderRef('2'))).map(({ kind }) => kind)
    expect(deleted).toContain('entity-deleted')
    expect(bookedTotals(world.erpBooks, orderRef('3'))).toEqual(['11'])
  })

  it('holds nothing of what was erased, in no page and no log', async () => {
    const file = temporaryFile()
    const world = createWorld({ store: sqlite(new DatabaseSync(file)) })
    const customer = { id: 'c', name: 'Ariadne Example' }
    const order = shopOrder('1', 1, { customer, note: 'ring the bell twice' })
    await world.sync.receive('shop', webhook(order))
    await workOff(world)
    await world.sync.erase({ ...orderRef('c'), kind: 'Customer' }, by)
    await world.sync.close()
    const bytes = readFileSync(file).toString('latin1')
    expect(bytes).not.toContain('Ariadne')
    expect(bytes).not.toContain('ring the bell')
    expect(bytes).toContain('request 4711')
  })
})
