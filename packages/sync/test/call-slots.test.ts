import type { Connection, Connector } from '@canonry/pack'
import { memoryStore, type Store, type TenantStore } from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import type { Fault } from './world/erp.js'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld, isIdle, workOff } from './world/world.js'

describe('a connection that takes batches', () => {
  it('is never called more often at once than it bears, however effects trickle in', async () => {
    const env = testEnv()
    let [now, most] = [0, 0]
    const wrap = (connection: Connection): Connection => {
      if (connection.id !== 'erp') return connection
      return {
        ...connection,
        open: (ports) => {
          const connector = connection.open(ports)
          return {
            ...connector,
            push: async (intents) => {
              now++
              most = Math.max(most, now)
              await env.sleep(2_000)
              now--
              return connector.push(intents)
            },
          }
        },
      }
    }
    const erp = { capabilities: { bulk: 10 }, limits: { concurrency: 2, perSecond: 100 } }
    const world = createWorld({ env, wrap, erp })
    const worker = await world.sync.start()
    for (const id of ['1', '2', '3', '4', '5']) {
      await world.sync.receive('shop', webhook(shopOrder(id)))
      await env.advance(100)
    }
    await env.until(() => isIdle(world.sync))
    expect(most).toBe(2)
    expect(world.erpBooks.ledger).toHaveLength(5)
    await worker.stop()
  })
})

describe('a turn at a system that takes one call at a time', () => {
  const limits = { concurrency: 1, perSecond: 100 }

  /** A world whose ERP takes two seconds for a call, and what is true when each call begins. */
  function slowWorld({ store = memoryStore(), faults = [] as Fault[] } = {}) {
    const env = testEnv()
    const begun: number[] = []
    const wrap = (connection: Connection): Connection => ({
      ...connection,
      open: (ports) => {
        const connector = connection.open(ports)
        const push: Connector['push'] = async (intents) => {
          begun.push(env.now())
          await env.sleep(2_000)
          return connector.push(intents)
        }
        return { ...connector, push }
      },
    })
    const world = createWorld({ env, wrap, erp: { limits }, store: slowStore(store, env) })
    world.erpBooks.faults.push(...faults)
    return { world, begun, gaps: () => begun.slice(1).map((at, n) => at - (begun[n] ?? 0)) }
  }

  // three seconds for each record of steps
  function slowStore(store: Store, env: TestEnv): Store {
    return {
      ...store,
      open: (name) => {
        const tenant = store.open(name)
        const complete: TenantStore['complete'] = (request) =>
          ResultAsync.fromSafePromise(env.sleep(3_000)).andThen(() => tenant.complete(request))
        return { ...tenant, complete }
      },
    }
  }

  it('ends with the answer: what the store takes before and after is nobody else’s time', async () => {
    const { world, gaps } = slowWorld()
    for (const id of ['1', '2', '3', '4']) {
      await world.sync.receive('shop', webhook(shopOrder(id)))
    }
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(4)
    // its own two seconds, and three for the record that comes before a call
    expect(Math.max(...gaps())).toBeLessThanOrEqual(5_000)
    expect(Math.min(...gaps())).toBeGreaterThanOrEqual(2_000)
  })

  it('does not come while the system wants a pause', async () => {
    const retryAt = testEnv().now() + 600_000
    const failure = { kind: 'throttled', message: 'too many', retryAt } as const
    const { world, begun } = slowWorld({ faults: [{ kind: 'fail', failure }] })
    for (const id of ['1', '2']) await world.sync.receive('shop', webhook(shopOrder(id)))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(2)
    expect(begun.map((at) => at >= retryAt)).toEqual([false, true, true])
  })
})
