import {
  type Consumed,
  type Delivery,
  type Envelope,
  memoryStore,
  type Store,
  type StoreFailure,
} from '@canonry/sync'
import { memoryBroker, testEnv } from '@canonry/sync/testing'
import { errAsync, okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { shardOf } from '../src/journal/shard.js'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder } from './world/shop.js'
import { createWorld, isIdle, workOff } from './world/world.js'

const messageOf = (key: string, version = 1): Envelope => ({
  id: `${key} ${version}`,
  key,
  headers: { resource: 'order@rest' },
  body: new TextEncoder().encode(JSON.stringify(shopOrder(key, version))),
})

const to = ({ key, headers, body }: Delivery): Consumed => {
  const { resource } = headers
  if (resource === undefined) return { foreign: 'it names no resource' }
  return { connection: 'shop', document: { resource, key, body } }
}

/** A store whose journal is away while `isAway` holds. */
function awayStore(isAway: () => boolean): Store {
  const failure: StoreFailure = { kind: 'unavailable', message: 'the database is away' }
  const store = memoryStore()
  return {
    ...store,
    open: (tenant, options) => {
      const opened = store.open(tenant, options)
      return {
        ...opened,
        append: (request) => (isAway() ? errAsync(failure) : opened.append(request)),
      }
    },
  }
}

async function setUp(isAway: () => boolean = () => false) {
  const env = testEnv()
  const world = createWorld({ env, store: awayStore(isAway) })
  const broker = memoryBroker()
  const publisher = broker.transport()
  await publisher.open({ env }).unwrapOr(undefined)
  return { env, world, broker, publish: (...all: Envelope[]) => publisher.publish(all) }
}

describe('consuming messages', () => {
  it('journals them, acknowledges them, and works on them in the order of their keys', async () => {
    const { env, world, broker, publish } = await setUp()
    await publish(messageOf('1', 1), messageOf('2', 1), messageOf('1', 2), messageOf('1', 3))
    await using _ = world.sync.consume(broker.transport(), { to })
    await env.until(() => broker.depth === 0)
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['13'])
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
    expect(await world.sync.counters()).toMatchObject({ 'facts.received': 4 })
  })

  it('journals a message once, however many processes take it', async () => {
    const { env, world, broker, publish } = await setUp()
    const other = createWorld({ env, store: world.store })
    await publish(...Array.from({ length: 40 }, (_, index) => messageOf(`${index % 5}`, index)))
    await using _one = world.sync.consume(broker.transport(), { to, atOnce: 6 })
    await using _two = other.sync.consume(broker.transport(), { to, atOnce: 6 })
    await env.until(() => broker.depth === 0)
    expect(await world.sync.counters()).toMatchObject({ 'facts.received': 40 })
  })

  it('acknowledges nothing while the journal is away, and loses nothing', async () => {
    let isAway = true
    const { env, world, broker, publish } = await setUp(() => isAway)
    await publish(...[1, 2, 3].map((version) => messageOf('1', version)))
    await using _ = world.sync.consume(broker.transport(), { to })
    await env.advance(3_600_000)
    expect(broker.depth).toBe(3)
    isAway = false
    await env.until(() => broker.depth === 0)
    const worker = await world.sync.start()
    await env.until(() => isIdle(world.sync))
    await worker.stop()
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['13'])
  })

  it('holds no more messages than it was allowed to', async () => {
    let isAway = true
    const { env, world, broker, publish } = await setUp(() => isAway)
    await publish(...Array.from({ length: 50 }, (_, index) => messageOf(`${index}`)))
    const transport = broker.transport()
    const held = new Set<unknown>()
    let most = 0
    const counting = {
      ...transport,
      pull: (request: Parameters<typeof transport.pull>[0]) =>
        transport.pull(request).map((deliveries) => {
          for (const { receipt } of deliveries) held.add(receipt)
          most = Math.max(most, held.size)
          return deliveries
        }),
      acknowledge: (batch: Parameters<typeof transport.acknowledge>[0]) => {
        for (const { receipt, as } of batch) if (as !== 'extend') held.delete(receipt)
        return transport.acknowledge(batch)
      },
    }
    await using _ = world.sync.consume(counting, { to, atOnce: 8 })
    await env.advance(60_000)
    isAway = false
    await env.until(() => broker.depth === 0)
    expect(most).toBe(8)
  })

  it.each<[string, unknown]>([
    ['no document', undefined],
    ['a document without a body', { resource: 'order@rest', key: '1' }],
    ['a document with a number for a key', { resource: 'order@rest', key: 1, body: '{}' }],
    ['a document that is parsed', { resource: 'order@rest', key: '1', body: { id: '1' } }],
  ])(
    'refuses what its reader makes %s of, and takes what stands beside it',
    async (_, document) => {
      const { env, world, broker, publish } = await setUp()
      await publish(messageOf('1'), messageOf('2'))
      const odd = (delivery: Delivery): Consumed =>
        delivery.key === '1' ? { connection: 'shop', document: document as never } : to(delivery)
      await using _consuming = world.sync.consume(broker.transport(), { to: odd })
      await env.until(() => broker.depth === 0)
      await workOff(world)
      expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
      expect(await world.sync.exceptions()).toMatchObject([
        { reason: 'message-refused', message: expect.stringMatching(/`to` gave no document/) },
      ])
    },
  )

  it('tells of what it cannot take, parks it, and lets it block nothing', async () => {
    const { env, world, broker, publish } = await setUp()
    const parked = memoryBroker()
    await publish(
      { ...messageOf('1', 1), headers: {} },
      { ...messageOf('1', 2), headers: { resource: 'parrot@rest' } },
      { ...messageOf('1', 3), body: new TextEncoder().encode('['.repeat(65)) },
      messageOf('1', 4),
    )
    await using _ = world.sync.consume(broker.transport(), { to, park: parked.transport() })
    await env.until(() => broker.depth === 0)
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['14'])
    const exceptions = await world.sync.exceptions()
    expect(exceptions.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      expect.stringMatching(/^message-refused: memory: 1 messages.*foreign: it names no resource/),
      expect.stringMatching(/unknown-resource: shop has no resource "parrot@rest"/),
      expect.stringMatching(/too-deep/),
    ])
    expect(exceptions[0]?.errors).toMatchObject([{ wire: 'message 1 1' }])
    const place = parked.transport()
    await place.open({ env }).unwrapOr(undefined)
    const kept = (await place.pull({ max: 10, waitMs: 0 })).unwrapOr([])
    expect(kept.map(({ id, headers }) => [id, headers['canonry-refused']])).toEqual([
      ['1 1', 'foreign'],
      ['1 2', 'unknown-resource'],
      ['1 3', 'too-deep'],
    ])
  })

  it('rejects nothing that could not be parked', async () => {
    const { env, world, broker, publish } = await setUp()
    await publish({ ...messageOf('1'), headers: {} })
    const full = memoryBroker({ room: 0 })
    await using _ = world.sync.consume(broker.transport(), { to, park: full.transport() })
    await env.advance(600_000)
    expect(broker.depth).toBe(1)
  })

  it('tries what cannot be read ten times, in the order of its key, and tells of it then', async () => {
    const { env, world, broker, publish } = await setUp()
    let tries = 0
    const throwing = (delivery: Delivery): Consumed => {
      if (delivery.id !== '1 1') return to(delivery)
      tries += 1
      throw new Error('a secret')
    }
    await publish(messageOf('1', 1), messageOf('1', 2), messageOf('2', 1))
    await using _ = world.sync.consume(broker.transport(), { to: throwing })
    await env.until(() => broker.depth === 0)
    expect(tries).toBe(10)
    const [exception] = await world.sync.exceptions()
    expect(exception).toMatchObject({ reason: 'message-refused' })
    expect(JSON.stringify(exception)).not.toContain('a secret')
  })

  it('journals nothing of a key before what cannot be read yet', async () => {
    const { env, world, broker, publish } = await setUp()
    let left = 2
    const throwing = (delivery: Delivery): Consumed => {
      if (delivery.id !== '1 1' || left === 0) return to(delivery)
      left -= 1
      throw new Error('not yet')
    }
    await publish(messageOf('1', 1), messageOf('1', 2), messageOf('2', 1))
    await using _ = world.sync.consume(broker.transport(), { to: throwing })
    await env.until(() => broker.depth === 0)
    await workOff(world)
    const question = { kind: 'journal', shard: shardOf('shop', '1'), after: 0, limit: 9 } as const
    const store = world.store.open('acme')
    const { facts } = (await store.query<'journal'>(question))._unsafeUnwrap()
    const ids = facts.flatMap(({ eventId, routingKey }) => (routingKey === '1' ? [eventId] : []))
    expect(ids).toEqual(['1 1', '1 2'])
  })

  it('waits for a broker that is away, says so, and says when it is back', async () => {
    const { env, world, broker, publish } = await setUp()
    await publish(messageOf('1'))
    const transport = broker.transport()
    let isAway = true
    const failure = { kind: 'unreachable', message: 'no broker at 127.0.0.1' } as const
    const away = {
      ...transport,
      open: (ports: Parameters<typeof transport.open>[0]) =>
        isAway ? errAsync(failure) : transport.open(ports),
    }
    await using _ = world.sync.consume(away, { to })
    await env.advance(600_000)
    expect(await world.sync.exceptions()).toMatchObject(
      [{ state: 'open', reason: 'transport-unreachable', message: /127\.0\.0\.1/ }].map((each) => ({
        ...each,
        message: expect.stringMatching(each.message),
      })),
    )
    isAway = false
    await env.until(async () => (await world.sync.exceptions()).every((e) => e.state !== 'open'))
    expect(broker.depth).toBe(0)
  })

  it('ends with the reason where trying again makes no sense', async () => {
    const { env, world, broker } = await setUp()
    const failure = { kind: 'misconfigured', message: 'the stream has other subjects' } as const
    const wrong = { ...broker.transport(), open: () => errAsync(failure) }
    await using consuming = world.sync.consume(wrong, { to })
    await env.settle()
    expect(await consuming.ended).toEqual(failure)
    expect(await world.sync.exceptions()).toMatchObject([{ reason: 'transport-misconfigured' }])
  })

  it('finishes what it holds when it is stopped, and closes the transport', async () => {
    const { env, world, broker, publish } = await setUp()
    await publish(messageOf('1'))
    let isClosed = false
    const transport = broker.transport()
    const watched = {
      ...transport,
      close: (options: { drainMs: number }) => {
        isClosed = true
        return transport.close(options).andThen(() => okAsync(undefined))
      },
    }
    const consuming = world.sync.consume(watched, { to })
    await env.until(() => broker.depth === 0)
    await consuming.stop()
    expect(isClosed).toBe(true)
    expect(await consuming.ended).toBeUndefined()
    await publish(messageOf('2'))
    await env.advance(60_000)
    expect(broker.depth).toBe(1)
  })
})
