import { systemEnv } from '@canonry/pack'
import type { Transport } from '@canonry/sync'
import type { TransportUnderTest } from '@canonry/sync/testing'
import { type NatsOptions, nats } from '@canonry/transport-nats'
import { freshName, type NatsServer, openCuttable } from './nats-server.js'

const HOLD_MS = 1_500

/** Streams on a server, each a place of its own; a case that needs it ends and starts the server. */
export function natsPlaces(server: NatsServer): TransportUnderTest {
  return {
    create: async () => {
      const env = systemEnv()
      const proxy = await openCuttable(server.port)
      const stream = freshName()
      const made: Transport[] = []
      const transportTo = (address: string, more: Partial<NatsOptions> = {}) => {
        const transport = nats({ servers: address, stream, holdMs: HOLD_MS, ...more })
        made.push(transport)
        return transport
      }
      return {
        env,
        holdMs: HOLD_MS,
        transport: () => transportTo(server.address),
        pass: (ms) => env.sleep(ms),
        answerOf: async (answer) => answer,
        restart: async () => {
          await server.stop()
          await server.start()
        },
        cuttable: () => ({
          transport: transportTo(proxy.address, { answerMs: 500 }),
          cut: proxy.cut,
          mend: proxy.mend,
        }),
        end: async () => {
          await Promise.all(made.map((each) => each.close({ drainMs: 0 }).unwrapOr(undefined)))
          proxy.end()
        },
      }
    },
  }
}
