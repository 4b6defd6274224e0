import { runTransportCase, transportConformance } from '@canonry/sync/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { natsPlaces } from './nats-places.js'
import { type NatsServer, serverIsMissing, startNats } from './nats-server.js'

const missing = serverIsMissing()

describe.skipIf(missing)(`NATS${missing ? ` (${missing})` : ''}`, () => {
  let server: NatsServer
  beforeAll(async () => {
    server = await startNats()
  })
  afterAll(() => server.end())

  for (const each of transportConformance) {
    it(each.name, { timeout: 60_000 }, async ({ skip }) => {
      const { kind, why } = await runTransportCase(each, natsPlaces(server))
      if (kind === 'skipped') skip(why)
    })
  }
})
