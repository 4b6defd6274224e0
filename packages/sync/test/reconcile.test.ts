import type { Connection, Failure } from '@canonry/pack'
import { memoryStore, type Store } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { err, errAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { bookedTotals, erpBooks } from './world/erp.js'
import { orderRef, pageOf, type ShopBooks, shopBooks, shopOrder, webhook } from './world/shop.js'
import { createWorld, isIdle, type WorldOptions } from './world/world.js'

const MINUTE = 60_000
const START = Date.parse('2026-11-27T08:00:00Z')

type Pull = NonNullable<ShopBooks['pull']>
type Asked = { cursor: string | undefined; since: number | undefined }

/** A world whose shop is pulled, and all that it was asked. */
function pulledWorld(answer: Pull, options: WorldOptions = {}) {
  const asked: Asked[] = []
  const books = shopBooks()
  books.pull = async (cursor, since) => {
    asked.push({ cursor, since })
    return answer(cursor, since)
  }
  return { ...createWorld({ ...options, shopBooks: books }), asked }
}

type PulledWorld = ReturnType<typeof pulledWorld>

async function runFor({ sync, env }: PulledWorld, minutes: number): Promise<void> {
  await using _ = await sync.start()
  await env.advance(minutes * MINUTE)
  await env.until(() => isIdle(sync))
}

/** A store that decides on nothing before a moment. */
function stuckUntil(
  moment: number,
  { env, store }: { env: ReturnType<typeof testEnv>; store: Store },
): Store {
  const open: Store['open'] = (tenant, options) => {
    const opened = store.open(tenant, options)
    const commit: typeof opened.commit = (request) =>
      env.now() < moment
        ? errAsync({ kind: 'unavailable', message: 'busy' })
        : opened.commit(request)
    return { ...opened, commit }
  }
  return { ...store, open }
}

const scans = { reconcile: { shop: { scan: '40m' } } } as const

/** An event that only names an order, and its version. */
function touched(id: string, version: number): Request {
  const { version: told } = shopOrder(id, version)
  return webhook(JSON.stringify({ id, version: told }), { topic: 'orders/touched' })
}

describe('reconciliation', () => {
  it('asks every 15 minutes what changed since it last looked, and 15 minutes before that', async () => {
    const world = pulledWorld(async () => pageOf([], { asOf: START + 20 * MINUTE }))
    await runFor(world, 14)
    expect(world.asked).toEqual([])
    await runFor(world, 17)
    expect(world.asked).toEqual([
      { cursor: undefined, since: START - 15 * MINUTE },
      { cursor: undefined, since: START + 5 * MINUTE },
    ])
  })

  it('finds what no webhook told, books it, and counts it as missed', async () => {
    let pulls = 0
    const world = pulledWorld(async () =>
      pageOf(++pulls === 1 ? [] : [shopOrder('1', 2), shopOrder('2', 1)]),
    )
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await runFor(world, 31)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11', '12'])
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
    expect((await world.sync.counters())['reconcile.missed']).toBe(2)
    const heard = (await world.sync.timeline(orderRef('2')))[0]
    expect(heard).toMatchObject({ kind: 'fact-received', topic: 'reconcile' })
  })

  it('records what a webhook had not told as a finding, until the source speaks again', async () => {
    const world = pulledWorld(async () => pageOf([shopOrder('1', 2)]))
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await runFor(world, 16)
    expect(await world.sync.findings()).toMatchObject([
      { code: 'missed-change', connection: 'shop', ref: orderRef('1') },
    ])
    await world.sync.receive('shop', webhook(shopOrder('1', 3)))
    await runFor(world, 1)
    expect(await world.sync.findings()).toEqual([])
  })

  it('was told of late what comes by event after it was pulled, in whole, by its name or by its version', async () => {
    const pulled = ['1', '2', '3'].map((id) => shopOrder(id, 2))
    const world = pulledWorld(async () => pageOf(pulled))
    const { sync, shopBooks: books } = world
    for (const id of ['1', '2', '3']) await sync.receive('shop', webhook(shopOrder(id, 1)))
    await runFor(world, 16)
    expect(await sync.findings()).toHaveLength(3)
    books.orders.set('2', shopOrder('2', 2))
    await sync.receive('shop', webhook(shopOrder('1', 2)))
    await sync.receive('shop', webhook('{"id":"2"}', { topic: 'orders/touched' }))
    await sync.receive('shop', touched('3', 2))
    await runFor(world, 1)
    expect(await sync.findings()).toEqual([])
    expect(books.reads.map(({ id }) => id)).toEqual(['2'])
  })

  it.each([
    ['in whole', () => webhook(shopOrder('1', 2))],
    ['by its version', () => touched('1', 2)],
  ])('was not told of by an event of an earlier change, %s', async (_, event) => {
    const world = pulledWorld(async () => pageOf([shopOrder('1', 3)]))
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await runFor(world, 16)
    await world.sync.receive('shop', event())
    await runFor(world, 1)
    expect(await world.sync.findings()).toMatchObject([{ code: 'missed-change' }])
  })

  it('finds nothing missed of what its first pull brings first, on whichever page', async () => {
    const pages = [
      pageOf([shopOrder('1', 2), shopOrder('2', 1)], { next: 'two' }),
      pageOf([shopOrder('3', 1)]),
    ] as const
    const world = pulledWorld(async (cursor) => pages[cursor ? 1 : 0])
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await runFor(world, 16)
    expect(bookedTotals(world.erpBooks, orderRef('3'))).toEqual(['11'])
    // of this one it told before, and not of its change
    expect(await world.sync.findings()).toMatchObject([
      { code: 'missed-change', ref: orderRef('1') },
    ])
    expect((await world.sync.counters())['reconcile.missed']).toBe(1)
  })

  it('finds what is new in a later pull missed, wherever the first one was interrupted', async () => {
    const given = { env: testEnv(), store: memoryStore() }
    let isFirst = true
    const answer: Pull = async (cursor, since = 0) => {
      if (cursor === 'two') {
        if (isFirst) return new Promise<never>(() => undefined)
        return pageOf([shopOrder('2', 1)])
      }
      if (since < START) return pageOf([shopOrder('1', 1)], { next: 'two' })
      return pageOf([shopOrder('3', 1)])
    }
    const first = pulledWorld(answer, given)
    await first.sync.start()
    await given.env.advance(16 * MINUTE)
    isFirst = false
    const env = testEnv({ now: given.env.now() + MINUTE, seed: 2 })
    const second = pulledWorld(answer, { ...given, env })
    await runFor(second, 1)
    expect(await second.sync.findings()).toEqual([])
    await runFor(second, 31)
    expect(await second.sync.findings()).toMatchObject([{ ref: orderRef('3') }])
  })

  it('finds nothing missed of what no event tells of', async () => {
    const untold = (connection: Connection): Connection => ({
      ...connection,
      resources: Object.fromEntries(
        Object.entries(connection.resources).map(([name, one]) => [name, { ...one, untold: true }]),
      ),
    })
    const world = pulledWorld(async () => pageOf([shopOrder('1', 1)]), { wrap: untold })
    await runFor(world, 16)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11'])
    expect(await world.sync.findings()).toEqual([])
    expect((await world.sync.counters())['reconcile.missed']).toBeUndefined()
  })

  it('finds nothing missed of what nobody has subscribed to', async () => {
    const missedWhere = async (tells: readonly string[]) => {
      const reconcile = { shop: { tells } }
      const world = pulledWorld(async () => pageOf([shopOrder('1', 2)]), { reconcile })
      await world.sync.receive('shop', webhook(shopOrder('1', 1)))
      await runFor(world, 16)
      expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11', '12'])
      return (await world.sync.findings()).length
    }
    expect(await missedWhere(['order@rest'])).toBe(1)
    expect(await missedWhere(['order@webhook'])).toBe(1)
    expect(await missedWhere([])).toBe(0)
  })

  it('journals nothing again that is known, however often it comes', async () => {
    const world = pulledWorld(async () => pageOf([shopOrder('1', 1)]))
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await runFor(world, 62)
    expect(await world.sync.counters()).toMatchObject({
      'facts.received': 1,
      'reconcile.documents': 4,
      'reconcile.unchanged': 4,
    })
  })

  it.each([
    ['as soon as that is known', 20],
    ['after four times as long, whatever waits', 70],
  ])('leaves what was heard to be worked on first, and looks for more %s', async (_, minutes) => {
    const env = testEnv()
    const store = stuckUntil(START + minutes * MINUTE, { env, store: memoryStore() })
    const answer = async () => pageOf([shopOrder('1', 1)])
    const world = pulledWorld(answer, { env, store })
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await using _worker = await world.sync.start()
    await env.advance((Math.min(minutes, 60) - 1) * MINUTE)
    expect(world.asked).toEqual([])
    await env.advance(3 * MINUTE)
    expect(world.asked).toHaveLength(1)
  })

  it('lets a worker that begins anew work on what was heard meanwhile before it looks for more', async () => {
    const given = { env: testEnv(), store: memoryStore() }
    const world = pulledWorld(async () => pageOf([shopOrder('1', 1)]), given)
    await runFor(world, 16)
    expect(world.asked).toHaveLength(1)
    await given.env.advance(3 * 60 * MINUTE)
    const store = stuckUntil(given.env.now() + 60 * MINUTE, given)
    const again = pulledWorld(async () => pageOf([shopOrder('2', 1)]), { ...given, store })
    await again.sync.receive('shop', webhook(shopOrder('2', 1)))
    await given.env.advance(50 * MINUTE)
    await using _worker = await again.sync.start()
    await given.env.advance(9 * MINUTE)
    expect(again.asked).toEqual([])
    await given.env.advance(3 * MINUTE)
    expect(again.asked).toHaveLength(1)
    expect(await again.sync.findings()).toEqual([])
  })

  it('finds what becomes visible late with an old time, within its overlap', async () => {
    let calls = 0
    const visible = START + 3 * MINUTE
    const world = pulledWorld(async (_, since = 0) => {
      calls += 1
      // written at 08:03, and not in the first answer
      const isThere = calls > 1 && since <= visible
      return pageOf(isThere ? [shopOrder('1', 1)] : [], { asOf: START + calls * 15 * MINUTE })
    })
    await runFor(world, 31)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11'])
  })

  it('goes on with the page that is next after a restart, and journals no page twice', async () => {
    const env = testEnv()
    const given = { env, store: memoryStore(), erpBooks: erpBooks() }
    const first = pulledWorld(async (cursor) => {
      if (cursor === 'b') return new Promise<never>(() => undefined)
      return pageOf([shopOrder(cursor ?? '-', 1)], { next: cursor ? 'b' : 'a' })
    }, given)
    await first.sync.start()
    await env.advance(16 * MINUTE)
    expect(first.asked.map(({ cursor }) => cursor)).toEqual([undefined, 'a', 'b'])
    const later = testEnv({ now: env.now() + MINUTE, seed: 2 })
    const second = pulledWorld(async () => pageOf([shopOrder('last', 1)]), { ...given, env: later })
    await runFor(second, 1)
    expect(second.asked.map(({ cursor }) => cursor)).toEqual(['b'])
    expect(second.erpBooks.ledger).toHaveLength(3)
  })

  it('notices pages that go round in circles, tells, and begins anew with patience', async () => {
    const cursors = ['a', 'b', 'c', 'd']
    const world = pulledWorld(async (cursor) => {
      const at = cursors.indexOf(cursor ?? '-')
      return pageOf([], { next: cursors[(at + 1) % cursors.length] ?? 'a' })
    })
    await runFor(world, 16)
    expect(await world.sync.exceptions({ state: 'open' })).toMatchObject([
      { reason: 'pull-failed', message: expect.stringContaining('circles') },
    ])
    expect(world.asked.length).toBeLessThan(100)
  })

  it('waits as long as a system says that throttles, and uses the time for nothing else', async () => {
    const failure: Failure = { kind: 'throttled', message: 'slow', retryAt: START + 40 * MINUTE }
    let calls = 0
    const world = pulledWorld(async () => (++calls === 1 ? err(failure) : pageOf([])))
    await runFor(world, 39)
    expect(calls).toBe(1)
    await runFor(world, 2)
    expect(calls).toBe(2)
    expect(await world.sync.exceptions()).toEqual([])
  })

  it('tells from the third failure on, and that it is solved', async () => {
    const failure: Failure = { kind: 'transient.definite', message: 'the shop is down' }
    let calls = 0
    const world = pulledWorld(async () => (++calls <= 3 ? err(failure) : pageOf([])))
    await runFor(world, 30)
    expect(await world.sync.exceptions()).toMatchObject([
      { reason: 'pull-failed', state: 'resolved', failures: 1 },
    ])
  })

  it('never pulls a connection that is left out', async () => {
    const world = pulledWorld(async () => pageOf([]), { reconcile: { shop: false } })
    await runFor(world, 60)
    expect(world.asked).toEqual([])
  })

  it('refuses to start with rules that a connector cannot keep', async () => {
    const { sync } = createWorld({ reconcile: { erp: { every: '5m' } } })
    await expect(sync.start()).rejects.toThrow(/"erp".*cannot pull/)
  })
})

describe('a scan of everything', () => {
  it('finds what was deleted without a word, and what the pages let slip', async () => {
    const world = pulledWorld(async (_, since) => pageOf(since ? [] : [shopOrder('1', 1)]), scans)
    for (const id of ['1', '2', '3']) await world.sync.receive('shop', webhook(shopOrder(id, 1)))
    world.shopBooks.orders.set('3', shopOrder('3', 2))
    await runFor(world, 44)
    const kindsOf = async (id: string) =>
      (await world.sync.timeline(orderRef(id))).map(({ kind }) => kind)
    expect(await kindsOf('1')).not.toContain('entity-deleted')
    expect(await kindsOf('2')).toContain('entity-deleted')
    expect(await kindsOf('3')).toContain('entity-changed')
    expect(world.shopBooks.reads).toEqual([orderRef('2'), orderRef('3')])
    expect(await world.sync.counters()).toMatchObject({
      'reconcile.scans': 1,
      'reconcile.absent': 1,
      'reconcile.slipped': 1,
    })
  })

  it('proves nothing when it brought fewer documents than there are', async () => {
    const world = pulledWorld(
      async (_, since) => pageOf(since ? [] : [shopOrder('1', 1)], { total: since ? 0 : 2 }),
      scans,
    )
    for (const id of ['1', '2']) await world.sync.receive('shop', webhook(shopOrder(id, 1)))
    await runFor(world, 42)
    expect(world.shopBooks.reads).toEqual([])
    expect(await world.sync.findings()).toMatchObject([{ code: 'pull-incomplete' }])
  })

  it('proves nothing when it brought nothing at all', async () => {
    const world = pulledWorld(async () => pageOf([]), scans)
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await runFor(world, 44)
    expect(world.shopBooks.reads).toEqual([])
  })
})

describe('a family of documents that a page brought whole', () => {
  const whole = (begins: string) => ({ complete: [{ resource: 'order@rest', begins }] })
  const heard = async (world: PulledWorld, ...ids: string[]) => {
    for (const id of ids) {
      world.shopBooks.orders.set(id, shopOrder(id))
      await world.sync.receive('shop', webhook(shopOrder(id)))
    }
  }
  const goneIn = async (world: PulledWorld, id: string) =>
    (await world.sync.timeline(orderRef(id))).some(({ kind }) => kind === 'entity-deleted')

  it('has lost what it had, was not on the page, and is not there', async () => {
    const world = pulledWorld(async () => pageOf([shopOrder('T1:1', 2)], whole('T1:')))
    await heard(world, 'T1:1', 'T1:2', 'T1:3', 'T2:1')
    world.shopBooks.orders.delete('T1:2')
    world.shopBooks.orders.delete('T2:1')
    await runFor(world, 16)
    expect(world.shopBooks.reads).toEqual([orderRef('T1:2'), orderRef('T1:3')])
    const gone = await Promise.all(['T1:1', 'T1:2', 'T1:3', 'T2:1'].map((id) => goneIn(world, id)))
    expect(gone).toEqual([false, true, false, false])
    const counters = await world.sync.counters()
    expect(counters).toMatchObject({ 'reconcile.absent': 1, 'reconcile.slipped': 1 })
  })

  it('is gone with all of it where none of it is on the page, once', async () => {
    const world = pulledWorld(async () => pageOf([], whole('T1:')))
    await heard(world, 'T1:1', 'T1:2')
    world.shopBooks.orders.clear()
    await runFor(world, 47)
    expect(world.asked).toHaveLength(3)
    expect(await Promise.all(['T1:1', 'T1:2'].map((id) => goneIn(world, id)))).toEqual([true, true])
    expect((await world.sync.counters())['reconcile.absent']).toBe(2)
  })

  it('is left alone where the question what is there fails, until it is answered', async () => {
    const world = pulledWorld(async () => pageOf([shopOrder('T1:2')], whole('T1:')))
    await heard(world, 'T1:1')
    world.shopBooks.orders.delete('T1:1')
    world.shopBooks.failures.push({ kind: 'transient.definite', message: 'it is down' })
    await runFor(world, 15)
    expect(await goneIn(world, 'T1:1')).toBe(false)
    await runFor(world, 1)
    expect(await goneIn(world, 'T1:1')).toBe(true)
    expect(bookedTotals(world.erpBooks, orderRef('T1:2'))).toEqual(['11'])
  })

  it('is nothing to a resource that the pack does not have', async () => {
    const world = pulledWorld(async () =>
      pageOf([], { complete: [{ resource: 'order@fax', begins: '' }] }),
    )
    await heard(world, 'T1:1')
    world.shopBooks.orders.clear()
    await runFor(world, 16)
    expect(world.shopBooks.reads).toEqual([])
  })
})
