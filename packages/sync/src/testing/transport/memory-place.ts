import { testEnv } from '../test-env.js'
import { memoryBroker } from './memory-broker.js'
import type { TransportUnderTest } from './transport-case.js'

/** The broker in memory as a transport under test; no time really passes. */
export const memoryPlaces: TransportUnderTest = {
  create: () => {
    const env = testEnv()
    const holdMs = 30_000
    const broker = memoryBroker({ holdMs })
    return {
      env,
      holdMs,
      transport: () => broker.transport(),
      pass: (ms) => env.advance(ms),
      answerOf: async (answer) => {
        let isThere = false
        const told = Promise.resolve(answer).finally(() => {
          isThere = true
        })
        await env.until(() => isThere)
        return told
      },
      cuttable: () => {
        let isCut = false
        return {
          transport: broker.transport({ losesAnswers: () => isCut }),
          cut: () => {
            isCut = true
          },
          mend: () => {
            isCut = false
          },
        }
      },
      end: async () => undefined,
    }
  },
}
