import { memoryStore, type Store } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

describe('a worker that stood still after it promised to send', () => {
  it('reads back before it sends, since another may have sent in the meantime', async () => {
    const env = testEnv()
    const world = createWorld({ env, store: slowToAnswer(30_000) })
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await workOff(world)
    const { pushes, verifies } = world.erpBooks
    expect(verifies.map(({ key }) => key)).toEqual(['erp|upsert|order|shop/acme/Order/1'])
    expect(pushes).toHaveLength(1)

    function slowToAnswer(ms: number): Store {
      const store = memoryStore()
      let isFirst = true
      return {
        ...store,
        open: (tenant) => {
          const tables = store.open(tenant)
          const complete: typeof tables.complete = (request) => {
            const wait = isFirst ? ms : 0
            isFirst = false
            const later = async () => {
              const answer = await tables.complete(request)
              await env.sleep(wait)
              return answer
            }
            return new ResultAsync(later())
          }
          return { ...tables, complete }
        },
      }
    }
  })
})
