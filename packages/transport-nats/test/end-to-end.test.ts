import { systemEnv } from '@canonry/pack'
import { type Consumed, type Delivery, eventsTo, memoryStore, type Transport } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { nats } from '@canonry/transport-nats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopOrder } from '../../sync/test/world/shop.js'
import { createWorld, isIdle, ordersTo } from '../../sync/test/world/world.js'
import { freshName, type NatsServer, serverIsMissing, startNats } from './nats-server.js'

const env = systemEnv()
const missing = serverIsMissing()
const ORDERS = 20
const VERSIONS = 3

const to = ({ headers, key, body }: Delivery): Consumed =>
  headers['resource'] === 'order@rest'
    ? { connection: 'shop', document: { resource: 'order@rest', key, body } }
    : { foreign: 'it names no resource' }

describe.skipIf(missing)(`messages in, events out${missing ? ` (${missing})` : ''}`, () => {
  let server: NatsServer
  beforeAll(async () => {
    server = await startNats()
  })
  afterAll(() => server.end())

  const opened = async (transport: Transport): Promise<Transport> => {
    const done = await transport.open({ env })
    if (done.isErr()) throw new Error(done.error.message)
    return transport
  }

  it('books every order once, and tells its newest state, while the server is killed', async () => {
    const [heard, told] = [freshName(), freshName()]
    const at = { servers: server.address, holdMs: 1_000, answerMs: 1_000 }
    const events = eventsTo(nats({ ...at, stream: told, pulls: false }), { id: 'events' })
    const world = createWorld({
      env: { ...testEnv(), ...env },
      store: memoryStore(),
      wrap: (connection) => (connection.id === 'erp' ? events : connection),
      flows: () => [ordersTo(events)],
    })
    const writer = await opened(nats({ ...at, stream: heard, pulls: false }))
    await using _worker = await world.sync.start()
    await using _one = world.sync.consume(nats({ ...at, stream: heard }), { to, atOnce: 10 })
    await using _two = world.sync.consume(nats({ ...at, stream: heard }), { to, atOnce: 10 })
    for (let version = 1; version <= VERSIONS; version += 1) {
      if (version === 2) {
        await server.stop('SIGKILL')
        await server.start()
      }
      await publishAll(writer, version)
    }
    await writer.publish([{ id: 'x', key: 'x', headers: {}, body: new Uint8Array() }])
    await until(async () => (await world.sync.counters())['facts.received'] === ORDERS * VERSIONS)
    await until(() => isIdle(world.sync))
    await until(async () => (await world.sync.exceptions()).length > 0)
    const reader = await opened(nats({ ...at, stream: told }))
    const came = await totalsOf(reader)
    expect([...came.values()]).toHaveLength(ORDERS)
    expect(new Set(came.values()).size).toBe(1)
    expect(await world.sync.exceptions()).toMatchObject([
      { reason: 'message-refused', message: expect.stringContaining('it names no resource') },
    ])
    for (const each of [writer, reader]) await each.close({ drainMs: 0 }).unwrapOr(undefined)
  }, 60_000)

  async function totalsOf(reader: Transport): Promise<ReadonlyMap<string, string>> {
    const came = new Map<string, string>()
    for (let pulls = 0; came.size < ORDERS && pulls < 50; pulls += 1) {
      const deliveries = (await reader.pull({ max: 100, waitMs: 500 })).unwrapOr([])
      for (const { body } of deliveries) {
        const event = JSON.parse(Buffer.from(body).toString())
        came.set(event.subject, event.data.asserted.outstanding.amount)
      }
      const acknowledgements = deliveries.map(({ receipt }) => ({ receipt, as: 'done' }) as const)
      await reader.acknowledge(acknowledgements).unwrapOr([])
    }
    return came
  }

  async function publishAll(writer: Transport, version: number): Promise<void> {
    const batch = Array.from({ length: ORDERS }, (_, index) => ({
      id: `${index} ${version}`,
      key: `${index}`,
      headers: { resource: 'order@rest' },
      body: new TextEncoder().encode(JSON.stringify(shopOrder(`${index}`, version))),
    }))
    await until(async () => {
      const answers = await writer.publish(batch)
      return answers.every(({ kind }) => kind === 'accepted' || kind === 'duplicate')
    })
  }
})

async function until(reached: () => Promise<boolean>): Promise<void> {
  const end = env.now() + 40_000
  while (!(await reached())) {
    if (env.now() > end) throw new Error('not reached in time')
    await env.sleep(20)
  }
}
