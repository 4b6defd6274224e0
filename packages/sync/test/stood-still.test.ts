import type { Connection, Env } from '@canonry/pack'
import { memoryStore, type Store } from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { erpBooks } from './world/erp.js'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

const DAY_MS = 86_400_000
const ORDER = 'erp|upsert|order|shop/acme/Order/1'

/** A store whose first answers about what is about to be sent come late. */
function slowToAnswer(
  env: TestEnv,
  { ms, times, silenceMs }: { ms: number; times: number; silenceMs?: number },
): Store {
  const store = memoryStore()
  const { capabilities } = store
  let left = times
  return {
    ...store,
    capabilities: { ...capabilities, ...(silenceMs !== undefined && { silenceMs }) },
    open: (tenant) => {
      const tables = store.open(tenant)
      const complete: typeof tables.complete = (request) => {
        const isSending = request.items.some(({ row }) => row.state === 'sending')
        const wait = isSending && left-- > 0 ? ms : 0
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

describe('a worker that stood still after it promised to send', () => {
  it('reads back before it sends, since another may have sent in the meantime', async () => {
    const env = testEnv()
    const world = createWorld({ env, store: slowToAnswer(env, { ms: 30_000, times: 1 }) })
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await workOff(world)
    const { pushes, verifies } = world.erpBooks
    expect(verifies.map(({ key }) => key)).toEqual([ORDER])
    expect(pushes).toHaveLength(1)
  })

  it('never gives up on what it did not even try, however often it came late', async () => {
    const env = testEnv()
    const world = createWorld({ env, store: slowToAnswer(env, { ms: 12_000, times: 40 }) })
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await workOff(world)
    expect(world.erpBooks.pushes.map(({ key }) => key)).toEqual([ORDER])
    expect(await world.sync.exceptions()).toEqual([])
  })

  it('hurries the more, the sooner the store gives its place to another', async () => {
    const verifiedWith = async (silenceMs: number) => {
      const env = testEnv()
      const store = slowToAnswer(env, { ms: 3_000, times: 1, silenceMs })
      const world = createWorld({ env, store })
      await world.sync.receive('shop', webhook(shopOrder('1')))
      await workOff(world)
      return world.erpBooks.verifies.length
    }
    expect([await verifiedWith(4_000), await verifiedWith(8_000)]).toEqual([1, 0])
  })
})

describe('a worker that stood still between two requests of one call', () => {
  it('does not send the second one when another has its place', async () => {
    const env = testEnv()
    const sent: string[] = []
    const stands = { ms: 0 }
    // its own clock is ahead once it has stood still: the others went on meanwhile
    const own: Env = {
      ...env,
      now: () => env.now() + stands.ms,
      fetch: async ({ url }) => {
        sent.push(url)
        return new Response()
      },
    }
    const [store, books] = [memoryStore(), erpBooks()]
    const gate = new AbortController()
    const twice = (connection: Connection): Connection => ({
      ...connection,
      open: (ports) => ({
        ...connection.open(ports),
        push: async (intents) => {
          await ports.env.fetch(new Request('https://erp.example/lines'))
          await env.sleep(DAY_MS, gate.signal)
          await ports.env.fetch(new Request('https://erp.example/order'))
          return intents.map(() => ({ kind: 'unknown', message: 'no answer' }))
        },
      }),
    })
    const first = createWorld({ env: own as TestEnv, store, erpBooks: books, wrap: twice })
    const worker = await first.sync.start()
    await first.sync.receive('shop', webhook(shopOrder('1')))
    await env.until(() => sent.length === 1)
    stands.ms = 60_000
    const later = testEnv({ now: env.now() + stands.ms, seed: 2 })
    const second = createWorld({ env: later, store, erpBooks: books })
    await workOff(second)
    gate.abort()
    await env.advance(10_000)
    await worker.stop()
    expect(sent).toEqual(['https://erp.example/lines'])
    expect(books.pushes).toHaveLength(1)
  })
})
