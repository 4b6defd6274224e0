import type { Connection, Connector } from '@canonry/pack'
import {
  memoryStore,
  type ReadFacts,
  type Store,
  type StoreFailure,
  type TenantStore,
} from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import { err, ok, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { erpBooks } from './world/erp.js'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

/** A store in memory whose tenants answer some things otherwise. */
function storeWith(change: (opened: TenantStore) => Partial<TenantStore>): Store {
  const inner = memoryStore()
  const open: Store['open'] = (tenant, options) => {
    const opened = inner.open(tenant, options)
    return { ...opened, ...change(opened) }
  }
  return { ...inner, open }
}

/** A store that takes its time, gives one fact at a time, and tells how many commits are under way. */
function slowStore(env: TestEnv, underWay: (commits: number) => void): Store {
  let commits = 0
  const after = <T>(ms: number, ask: () => ResultAsync<T, StoreFailure>) =>
    ResultAsync.fromSafePromise(env.sleep(ms)).andThen(ask)
  return storeWith((opened) => ({
    read: (request) => after(5, () => opened.read({ ...request, limit: 1 })),
    commit: (request) => {
      commits += 1
      underWay(commits)
      return after(100, () => {
        commits -= 1
        return opened.commit(request)
      })
    },
  }))
}

/** Makes an ERP answer late. */
function answeringAfter(env: TestEnv, ms: number): (connection: Connection) => Connection {
  return (connection) => ({
    ...connection,
    open: (ports) => {
      const connector = connection.open(ports)
      const push: Connector['push'] = async (intents) => {
        const outcomes = await connector.push(intents)
        await env.sleep(ms)
        return outcomes
      }
      return { ...connector, push }
    },
  })
}

describe('a worker', () => {
  it('decides on facts while the store commits what it decided before', async () => {
    const env = testEnv()
    const seen: number[] = []
    const world = createWorld({ env, store: slowStore(env, (commits) => seen.push(commits)) })
    for (const id of ['1', '2', '3', '4', '5', '6']) {
      await world.sync.receive('shop', webhook(shopOrder(id)))
    }
    const worker = await world.sync.start()
    await env.advance(10_000)
    const stopped = worker.stop()
    await env.advance(1_000)
    await stopped
    expect(world.erpBooks.ledger).toHaveLength(6)
    // every second one begins while another one is under way
    expect(seen.filter((commits) => commits === 2).length).toBeGreaterThanOrEqual(3)
    expect(Math.max(...seen)).toBe(2)
  })

  it('refuses to start while another one works on the store', async () => {
    const store = memoryStore()
    const env = testEnv()
    const first = createWorld({ store, env })
    const second = createWorld({ store, env })
    const worker = await first.sync.start()
    await expect(second.sync.start()).rejects.toThrow(/already-running/)
    await worker.stop()
    await using _ = await second.sync.start()
  })

  it('gives the store back when it cannot begin', async () => {
    const store = memoryStore()
    const first = createWorld({ store, bootstrap: true })
    await expect(first.sync.start()).rejects.toThrow('there is nothing to plan from')
    await using _ = await createWorld({ store, env: first.env }).sync.start()
  })

  it('takes over 20 seconds after the last sign of life, and the one before stops', async () => {
    const env = testEnv()
    const store = memoryStore()
    const books = erpBooks()
    const first = createWorld({ store, env, erpBooks: books })
    await first.sync.start()
    // a clock far ahead stands for a worker that was frozen
    const later = testEnv({ now: env.now() + 60_000, seed: 2 })
    const second = createWorld({ store, env: later, erpBooks: books })
    const worker = await second.sync.start()
    await env.advance(30_000)
    await first.sync.receive('shop', webhook(shopOrder('1')))
    await env.advance(30_000)
    expect(books.ledger).toEqual([])
    await later.until(async () => books.ledger.length === 1)
    await worker.stop()
    await first.sync.close()
  })

  it('keeps its place until what it called has answered', async () => {
    const [env, store, books] = [testEnv(), memoryStore(), erpBooks()]
    const first = createWorld({ env, store, erpBooks: books, wrap: answeringAfter(env, 60_000) })
    const second = createWorld({ env, store, erpBooks: books })
    const worker = await first.sync.start()
    await first.sync.receive('shop', webhook(shopOrder('1')))
    await env.until(() => books.pushes.length === 1)
    const stopped = worker.stop()
    await env.advance(45_000)
    await expect(second.sync.start()).rejects.toThrow(/already-running/)
    await env.advance(30_000)
    await stopped
    await workOff(second)
    expect(books.ledger).toHaveLength(1)
    expect(books.verifies).toEqual([])
  })

  it('leaves its part of the work to others while it waits for what it called', async () => {
    const env = testEnv()
    const store = memoryStore({ manyWorkers: true })
    const { sync, erpBooks, shopBooks } = createWorld({
      env,
      store,
      wrap: answeringAfter(env, 100_000),
    })
    const first = await sync.start()
    await sync.receive('shop', webhook(shopOrder('1')))
    await env.until(() => erpBooks.pushes.length === 1)
    // of three workers the first reads what the shop has
    await sync.start()
    await sync.start()
    await env.advance(6_000)
    let hasStopped = false
    const stopped = first.stop().then(() => {
      hasStopped = true
    })
    const order = shopOrder('2')
    shopBooks.orders.set(order.id, { ...order, note: 'two' })
    await sync.receive('shop', webhook(order))
    await sync.receive('shop', webhook({ ...order, note: 'one' }))
    await env.until(async () => (await sync.counters())['reads.done'] === 1, 15_000)
    expect(hasStopped).toBe(false)
    const closed = sync.close()
    await env.advance(200_000)
    await Promise.all([stopped, closed])
    const booked = erpBooks.ledger.filter(({ source }) => source === 'shop/acme/Order/1')
    expect(booked).toHaveLength(1)
    expect(erpBooks.verifies).toEqual([])
  })

  it('gives signs of life often enough for a store that waits for them only a while', async () => {
    const [env, store] = [testEnv(), memoryStore()]
    const capabilities = { ...store.capabilities, silenceMs: 3_000 }
    const signs: number[] = []
    const open: Store['open'] = (tenant) => {
      const opened = store.open(tenant)
      const maintain: TenantStore['maintain'] = (request) => {
        if (request.kind === 'beat') signs.push(env.now())
        return opened.maintain(request)
      }
      return { ...opened, maintain }
    }
    await using _ = await createWorld({ env, store: { ...store, capabilities, open } }).sync.start()
    await env.advance(60_000)
    expect(signs.length).toBeGreaterThanOrEqual(59)
  })

  it('goes on when the store throws at its signs of life, and at what it tells of them', async () => {
    const store = storeWith((opened) => ({
      maintain: (request) => {
        if (request.kind === 'beat' || request.kind === 'note') throw new TypeError('no such table')
        return opened.maintain(request)
      },
    }))
    const { sync, env, erpBooks } = createWorld({ store })
    await using _ = await sync.start()
    await env.advance(12_000)
    await sync.receive('shop', webhook(shopOrder('1')))
    await env.until(() => erpBooks.ledger.length === 1, 20_000)
  })

  it('stops when its sync is closed, together with all others, and with one that is about to begin', async () => {
    const { sync, env } = createWorld({ store: memoryStore({ manyWorkers: true }) })
    const workers = [await sync.start(), await sync.start()]
    const starting = sync.start()
    const closed = sync.close()
    await env.advance(10_000)
    await closed
    workers.push(await starting)
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('has ended its calls before its sync is closed, whoever stopped it', async () => {
    const env = testEnv()
    const { sync, erpBooks } = createWorld({ env, wrap: answeringAfter(env, 60_000) })
    const worker = await sync.start()
    await sync.receive('shop', webhook(shopOrder('1')))
    await env.until(() => erpBooks.pushes.length === 1)
    let isClosed = false
    void worker.stop()
    const closed = sync.close().then(() => {
      isClosed = true
    })
    await env.advance(30_000)
    expect(isClosed).toBe(false)
    await env.advance(31_000)
    await closed
  })

  it('can stop and start again', async () => {
    const world = createWorld()
    await workOff(world)
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('has nothing left to do when every number of the backlog is zero', async () => {
    const world = createWorld()
    await world.sync.receive('shop', webhook(shopOrder('1')))
    expect(await world.sync.backlog()).toEqual({
      facts: 1,
      reads: 0,
      effects: 0,
      waiting: 0,
      blocked: 0,
    })
    await workOff(world)
    expect(await world.sync.backlog()).toEqual({
      facts: 0,
      reads: 0,
      effects: 0,
      waiting: 0,
      blocked: 0,
    })
  })

  it('looks for work ever less often while there is none, and at once when it is told of some', async () => {
    let leases = 0
    const store = storeWith(({ lease }) => ({
      lease: (request) => {
        leases += 1
        return lease(request)
      },
    }))
    const world = createWorld({ store })
    await using _ = await world.sync.start()
    await world.env.advance(60 * 60_000)
    expect(leases).toBeGreaterThan(1_700)
    expect(leases).toBeLessThan(1_900)
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await world.env.settle()
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('ends with nothing when it is stopped', async () => {
    const worker = await createWorld().sync.start()
    await worker.stop()
    expect(await worker.ended).toBeUndefined()
  })

  it('ends with the reason when another one took its store', async () => {
    const [env, store] = [testEnv(), memoryStore()]
    const first = createWorld({ store, env })
    const worker = await first.sync.start()
    const later = testEnv({ now: env.now() + 60_000, seed: 2 })
    await using _ = await createWorld({ store, env: later }).sync.start()
    let reason: unknown
    void worker.ended.then((failure) => {
      reason = failure
    })
    await env.until(() => reason !== undefined)
    expect(reason).toMatchObject({ kind: 'stale-fence' })
    await worker.stop()
    await expect(first.sync.start()).rejects.toThrow(/already-running/)
  })

  it.each([
    ['a lease', 'lease', 0],
    ['the step before a call', 'complete', 0],
    ['the outcome of a call', 'complete', 1],
  ] as const)('goes on when the answer to %s is lost', async (_, name, turn) => {
    let calls = 0
    const store = storeWith((opened) => ({
      [name]: (request: never) => {
        const answer: ResultAsync<unknown, StoreFailure> = opened[name](request)
        return answer.andThen((value) => {
          const isLost = (!Array.isArray(value) || value.length > 0) && calls++ === turn
          return isLost ? err({ kind: 'unavailable', message: 'no answer' } as const) : ok(value)
        })
      },
    }))
    const world = createWorld({ store })
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(1)
    expect((await world.sync.counters())['effects.confirmed']).toBe(1)
    expect(calls).toBeGreaterThan(turn)
  })

  it('tells of a bug in the store and goes on', async () => {
    const store = memoryStore()
    let broken = true
    const faulty = {
      ...store,
      open: (tenant: string) => {
        const tables = store.open(tenant)
        return {
          ...tables,
          read: (request: ReadFacts) => {
            if (broken) throw new TypeError('no such table')
            return tables.read(request)
          },
        }
      },
    }
    const world = createWorld({ store: faulty })
    const worker = await world.sync.start()
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await world.env.advance(3_000)
    expect(await world.sync.exceptions()).toMatchObject([
      { reason: 'handler-bug', connection: '-' },
    ])
    broken = false
    await world.env.until(() => world.erpBooks.ledger.length === 1)
    await worker.stop()
  })
})
