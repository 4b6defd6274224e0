import type { Connection } from '@canonry/pack'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld, isIdle } from './world/world.js'

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
