import type { Connection, Env } from '@canonry/pack'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { CALL_MS } from '../src/effects/calling/in-time.js'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld } from './world/world.js'

describe('a call that was given up since it did not answer', () => {
  it('sends nothing more, while the next attempt does', async () => {
    const sent: string[] = []
    const fetch: Env['fetch'] = async ({ url }) => {
      sent.push(url)
      return new Response()
    }
    const env = testEnv({ fetch })
    let attempts = 0
    // the first attempt hangs between two requests, and goes on an hour later
    const hanging = (connection: Connection): Connection => ({
      ...connection,
      open: (ports) => {
        const connector = connection.open(ports)
        return {
          ...connector,
          push: async (intents) => {
            const attempt = ++attempts
            await ports.env.fetch(new Request(`https://erp.example/${attempt}/lines`))
            if (attempt === 1) await env.sleep(3_600_000)
            await ports.env.fetch(new Request(`https://erp.example/${attempt}/order`))
            return connector.push(intents)
          },
        }
      },
    })
    const world = createWorld({ env, wrap: hanging })
    await using _ = await world.sync.start()
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await env.until(() => world.erpBooks.ledger.length === 1, CALL_MS + 60_000)
    await env.advance(3_700_000)
    expect(sent.map((url) => new URL(url).pathname)).toEqual(['/1/lines', '/2/lines', '/2/order'])
    expect(world.erpBooks.pushes).toHaveLength(1)
  })
})
