import { secret, systemEnv } from '@canonry/pack'
import type { TransportUnderTest } from '@canonry/sync/testing'
import { httpTransport } from '../src/index.js'
import { receiver } from './receiver.js'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`

/** Places of webhooks: each has a real receiver on the loopback that takes everything. */
export const httpPlaces: TransportUnderTest = {
  create: async () => {
    const there = await receiver()
    const env = systemEnv()
    return {
      env,
      holdMs: 0,
      transport: () =>
        httpTransport({
          url: `http://127.0.0.1:${there.port}/hooks`,
          http: true,
          ports: [there.port],
          allow: ['127.0.0.1'],
          secrets: async () => [secret(SECRET)],
        }),
      pass: (ms) => env.sleep(ms),
      answerOf: async (answer) => answer,
      end: async () => {
        await there[Symbol.asyncDispose]()
      },
    }
  },
}
