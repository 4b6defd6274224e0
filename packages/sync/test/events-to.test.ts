import { CanonicalEvent, type Order } from '@canonry/model'
import { type Connection, secret, staticCredentials } from '@canonry/pack'
import { cancel, createSync, defineFlow, eventsTo, memoryStore, upsert } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ScriptedTransport, scriptedTransport, type Turn } from './world/scripted-transport.js'
import { orderRef, SHOP_SECRET, shop, shopOrder, webhook } from './world/shop.js'
import { isIdle } from './world/world.js'

const CANCELLED = '2026-11-27T10:00:00Z'
const LOST: Turn = { kind: 'lose-answer' }

function tellingWorld(options: Partial<Parameters<typeof eventsTo>[1]> = {}) {
  const transport = scriptedTransport()
  const env = testEnv()
  const connections = { shop: shop(), events: eventsTo(transport, { id: 'hub', ...options }) }
  const sync = createSync({
    tenant: 'acme',
    store: memoryStore(),
    credentials: staticCredentials({ shop: { webhookSecrets: [secret(SHOP_SECRET)] } }),
    connections: Object.values(connections),
    flows: [ordersOf(connections.events)],
    env,
  })
  return { transport, env, sync }
}

type TellingWorld = ReturnType<typeof tellingWorld>

function ordersOf(events: Connection) {
  return defineFlow({
    name: 'order-events',
    on: 'order',
    class: 'normal',
    deletions: true,
    decide: ({ deleted }, order) => [deleted ? cancel(events, order) : upsert(events, order)],
  })
}

async function hear({ sync, env }: TellingWorld, ...requests: Request[]): Promise<void> {
  for (const request of requests) await sync.receive('shop', request)
  const worker = await sync.start()
  await env.until(() => isIdle(sync))
  await worker.stop()
}

function eventsIn(envelopes: ScriptedTransport['received']): CanonicalEvent[] {
  return envelopes.map(({ body }) => CanonicalEvent.parse(JSON.parse(Buffer.from(body).toString())))
}

function totalsIn(envelopes: ScriptedTransport['received']): unknown[] {
  return eventsIn(envelopes).map(({ data }) => (data as Order).asserted.outstanding?.amount)
}

describe('events to a transport', () => {
  it('tell what changed as CloudEvents, under the name of the thing in its source', async () => {
    const world = tellingWorld()
    await hear(world, webhook(shopOrder('1', 1)))
    const [event] = eventsIn(world.transport.received)
    expect(event).toMatchObject({
      specversion: '1.0',
      id: expect.stringMatching(/^[\w-]{43}$/),
      source: '/shop/acme',
      type: 'retail.order.changed.v1',
      subject: 'shop/acme/Order/1',
      time: '2026-11-27T09:00:01.000Z',
      dataschema: 'https://canonry.dev/schema/order/1.json',
      revision: 1,
      data: { number: '#1' },
    })
    expect(world.transport.received).toMatchObject([
      {
        id: event?.id,
        key: 'shop/acme/Order/1',
        headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
      },
    ])
  })

  it('lie in headers and the bare entity where they are binary', async () => {
    const world = tellingWorld({ mode: 'binary', source: '/acme/orders' })
    await hear(world, webhook(shopOrder('Größe "5%"', 1)))
    const [envelope] = world.transport.received
    expect(envelope?.headers).toMatchObject({
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-type': 'retail.order.changed.v1',
      'ce-source': '/acme/orders',
      // the subject is a ref's key, in which % is written as %25 already
      'ce-subject': 'shop/acme/Order/Gr%C3%B6%C3%9Fe%20%225%2525%22',
      'ce-revision': '1',
    })
    expect(envelope?.headers).not.toHaveProperty('ce-data')
    expect(envelope?.headers).not.toHaveProperty('ce-datacontenttype')
    expect(JSON.parse(Buffer.from(envelope?.body ?? []).toString())).toMatchObject({
      number: '#Größe "5%"',
    })
  })

  it('say that an order is gone, once somebody has heard of it', async () => {
    const world = tellingWorld()
    await hear(world, webhook(shopOrder('1', 1)), webhook(shopOrder('2', 1)))
    await hear(world, webhook('{"id":"1"}', { topic: 'orders/delete' }))
    expect(eventsIn(world.transport.received).at(-1)).toMatchObject({
      type: 'retail.order.deleted.v1',
      subject: 'shop/acme/Order/1',
      revision: 2,
      data: { number: '#1' },
    })
    expect(eventsIn(world.transport.received).at(-1)).not.toHaveProperty('time')
    const cancelled = webhook(shopOrder('2', 2, { cancelled: CANCELLED }))
    await hear(world, cancelled)
    await hear(world, webhook('{"id":"2"}', { topic: 'orders/delete' }))
    expect(eventsIn(world.transport.received).slice(-2)).toMatchObject([
      { type: 'retail.order.changed.v1', data: { cancelledAt: CANCELLED } },
      { type: 'retail.order.cancelled.v1', time: CANCELLED },
    ])
  })

  it('have other ids for other contents, also when an order is again what it was', async () => {
    const world = tellingWorld()
    for (const total of ['1', '2', '1']) {
      const version = world.transport.received.length + 1
      await hear(world, webhook(shopOrder('1', version, { total })))
    }
    expect(totalsIn(world.transport.received)).toEqual(['1', '2', '1'])
    expect(new Set(world.transport.received.map(({ id }) => id)).size).toBe(3)
  })

  it('keep their id over every attempt, and are told again where the answer was lost', async () => {
    const world = tellingWorld()
    const why = { kind: 'transient.definite', message: 'not reached' } as const
    world.transport.turns.push(LOST, { kind: 'lose-message' }, { kind: 'reject', failure: why })
    await hear(world, webhook(shopOrder('1', 1)))
    expect(world.transport.tried).toHaveLength(4)
    expect(new Set(world.transport.tried.map(({ id }) => id)).size).toBe(1)
    expect(world.transport.received).toHaveLength(2)
    const timeline = await world.sync.timeline(orderRef('1'))
    const effects = timeline.filter(({ kind }) => kind.startsWith('effect-'))
    expect(effects.map(({ kind }) => kind)).toEqual([
      'effect-planned',
      'effect-sent',
      'effect-unknown',
      'effect-verified',
      'effect-sent',
      'effect-unknown',
      'effect-verified',
      'effect-sent',
      'effect-retry',
      'effect-sent',
      'effect-confirmed',
    ])
  })

  it('wait ever longer before they are told again, and open the breaker', async () => {
    const world = tellingWorld()
    const { sync, env, transport } = world
    const times: number[] = []
    transport.turns.push(...Array.from({ length: 12 }, () => LOST))
    await sync.receive('shop', webhook(shopOrder('1', 1)))
    const worker = await sync.start()
    const begun = env.now()
    await env.until(async () => {
      while (times.length < transport.tried.length) times.push(env.now() - begun)
      return isIdle(sync)
    })
    await worker.stop()
    expect(times).toHaveLength(13)
    // the breaker rests for 10 s after five failures, then twice as long each time
    expect(times[5]).toBeGreaterThan(10_000)
    expect(times[12]).toBeGreaterThan(300_000)
  })

  it('take what the transport has heard before as told', async () => {
    const world = tellingWorld()
    world.transport.turns.push({ kind: 'duplicate' })
    await hear(world, webhook(shopOrder('1', 1)))
    expect((await world.sync.counters())['effects.no-op']).toBe(1)
  })

  it.each<[string, Turn]>([
    ['threw', { kind: 'throw' }],
    ['said nothing', { kind: 'forget' }],
  ])('are told again, and never lost, where the transport %s', async (_, turn) => {
    const world = tellingWorld()
    world.transport.turns.push(turn)
    await hear(world, webhook(shopOrder('1', 1)))
    expect(world.transport.received).toHaveLength(1)
    expect(JSON.stringify(await world.sync.timeline(orderRef('1')))).not.toContain('a secret')
  })

  it('that are refused are an exception, and stop no other order', async () => {
    const world = tellingWorld()
    const failure = { kind: 'contract.invalid', message: '413: make it smaller' } as const
    world.transport.turns.push({ kind: 'reject', failure })
    await hear(world, webhook(shopOrder('1', 1)))
    await hear(world, webhook(shopOrder('2', 1)))
    expect(world.transport.received.map(({ key }) => key)).toEqual(['shop/acme/Order/2'])
    expect(await world.sync.exceptions()).toMatchObject([
      { reason: 'contract-invalid', message: '413: make it smaller' },
    ])
    await world.sync.resume({ connection: 'hub' }, { actor: 'ann', why: 'the limit was raised' })
    await hear(world)
    expect(world.transport.received).toHaveLength(2)
  })

  it.each(['refused', 'misconfigured'] as const)(
    'wait, and cost no attempt, while the transport is %s',
    async (kind) => {
      const world = tellingWorld()
      const message = 'no stream RETAIL: create it'
      world.transport.turns.push({ kind: 'closed', failure: { kind, message } })
      const { sync, env, transport } = world
      await sync.receive('shop', webhook(shopOrder('1', 1)))
      const worker = await sync.start()
      await env.until(async () => (await sync.exceptions()).length > 0)
      expect(await sync.exceptions()).toMatchObject([{ owner: 'connection-admin', message }])
      await env.until(() => isIdle(sync))
      await worker.stop()
      expect(transport.received).toHaveLength(1)
      expect(await sync.exceptions()).toMatchObject([{ state: 'resolved' }])
    },
  )

  it('take back what may have been heard, although the last try was surely not', async () => {
    const world = tellingWorld()
    const { sync, env, transport } = world
    const down: Turn = {
      kind: 'reject',
      failure: { kind: 'transient.definite', message: 'not reached' },
    }
    transport.turns.push(LOST, down)
    await sync.receive('shop', webhook(shopOrder('1', 1)))
    const worker = await sync.start()
    await env.until(() => transport.tried.length === 2)
    await sync.receive('shop', webhook('{"id":"1"}', { topic: 'orders/delete' }))
    await env.until(() => isIdle(sync))
    await worker.stop()
    expect(eventsIn(transport.received).map(({ type }) => type)).toEqual([
      'retail.order.changed.v1',
      'retail.order.deleted.v1',
    ])
  })

  it('end with what each order says, in its order, whatever is lost on the way', async () => {
    const turn = fc.constantFrom<Turn | undefined>(
      undefined,
      undefined,
      LOST,
      { kind: 'lose-message' },
      { kind: 'throw' },
      { kind: 'reject', failure: { kind: 'transient.definite', message: 'not reached' } },
      { kind: 'reject', failure: { kind: 'throttled', message: 'slow down' } },
    )
    const story = fc.array(fc.tuple(fc.constantFrom('1', '2', '3'), fc.nat(2)), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(story, fc.array(turn, { maxLength: 20 }), async (told, turns) => {
        const world = tellingWorld()
        const { transport } = world
        const last = new Map<string, string>()
        for (const [index, [id, total]] of told.entries()) {
          const next = turns[index]
          if (next) transport.turns.push(next)
          last.set(id, String(total))
          const more = { total: String(total) }
          await hear(world, webhook(shopOrder(id, index + 1, more)))
        }
        for (const [id, total] of last) {
          const own = transport.received.filter(({ key }) => key === `shop/acme/Order/${id}`)
          const revisions = eventsIn(own).map(({ revision }) => revision ?? 0)
          expect(revisions).toEqual([...revisions].sort((a, b) => a - b))
          // whoever drops what has an id that it knows ends with the same
          const once = own.filter((each, at) => own.findIndex(({ id }) => id === each.id) === at)
          expect(totalsIn(once).at(-1)).toBe(total)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('need a transport that publishes, and a source that events may have', () => {
    const transport = scriptedTransport()
    const deaf = { ...transport, capabilities: { ...transport.capabilities, publishes: false } }
    expect(() => eventsTo(deaf, { id: 'hub' })).toThrow('"scripted" does not publish')
    expect(() => eventsTo(transport, { id: 'hub', source: 'acme' })).toThrow('as in "/acme/orders"')
  })

  it('cannot be read', async () => {
    const connector = eventsTo(scriptedTransport(), { id: 'hub' }).open({
      env: testEnv(),
      credentials: staticCredentials({}),
    })
    expect((await connector.read([orderRef('1')]))._unsafeUnwrap()).toEqual([])
  })
})
