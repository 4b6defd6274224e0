import { type Credentials, secret, staticCredentials } from '@canonry/pack'
import { memoryStore, type Store, type StoreFailure } from '@canonry/sync'
import { errAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { SHOP_SECRET, shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

const MEBIBYTE = 1024 * 1024

describe('receiving a webhook', () => {
  it('answers 404 for a connection that does not exist or has no webhooks', async () => {
    const { sync } = createWorld()
    expect((await sync.receive('nowhere', webhook(shopOrder('1')))).status).toBe(404)
    expect((await sync.receive('erp', webhook(shopOrder('1')))).status).toBe(404)
  })

  it('answers 405 to anything but POST', async () => {
    const { sync } = createWorld()
    const answer = await sync.receive('shop', new Request('https://hooks.example/shop'))
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST')
  })

  it('leaves only a counter of a signature that does not hold, and says nothing', async () => {
    const { sync } = createWorld()
    const requests = [
      webhook(shopOrder('1'), { secret: 'another' }),
      webhook(shopOrder('1'), { account: 'evil' }),
      new Request('https://hooks.example/shop', { method: 'POST', body: '{}' }),
      twiceSigned(),
    ]
    for (const request of requests) {
      const answer = await sync.receive('shop', request)
      expect(answer.status).toBe(401)
      expect(await answer.text()).toBe('')
    }
    expect(await sync.counters()).toEqual({ 'webhooks.rejected': 4 })
    expect((await sync.backlog()).facts).toBe(0)
  })

  it('acknowledges a topic that the pack does not map, and works on nothing', async () => {
    const world = createWorld()
    const answer = await world.sync.receive(
      'shop',
      webhook(shopOrder('1'), { topic: 'themes/new' }),
    )
    expect(answer.status).toBe(200)
    await workOff(world)
    expect(await world.sync.counters()).toMatchObject({ 'facts.unmapped': 1 })
    expect(await world.sync.exceptions()).toEqual([])
  })

  it('takes the same event with other content, and records that they disagree', async () => {
    const world = createWorld()
    await world.sync.receive('shop', webhook(shopOrder('1', 1), { eventId: 'e' }))
    await world.sync.receive('shop', webhook(shopOrder('1', 2), { eventId: 'e' }))
    await world.sync.receive('shop', webhook(shopOrder('1', 2), { eventId: 'e' }))
    await workOff(world)
    expect(await world.sync.counters()).toMatchObject({
      'facts.received': 2,
      'facts.conflicting': 1,
      'facts.duplicate': 1,
    })
    const findings = await world.sync.findings()
    expect(findings.map(({ code }) => code)).toEqual(['conflicting-duplicate'])
  })

  it('forgets a delivery after 35 days, when the version gate still knows its content', async () => {
    const world = createWorld()
    await world.sync.receive('shop', webhook(shopOrder('1'), { eventId: 'e' }))
    await workOff(world)
    await world.env.advance(35 * 86_400_000 + 1)
    await world.sync.receive('shop', webhook(shopOrder('1'), { eventId: 'e' }))
    await workOff(world)
    expect(await world.sync.counters()).toMatchObject({ 'facts.received': 2, 'facts.stale': 1 })
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('acknowledges a body of more than 5 MiB without keeping it, and reads the document', async () => {
    const world = createWorld()
    world.shopBooks.orders.set('1', shopOrder('1'))
    const huge = JSON.stringify({ ...shopOrder('1'), padding: 'x'.repeat(5 * MEBIBYTE) })
    expect((await world.sync.receive('shop', webhook(huge))).status).toBe(200)
    await workOff(world)
    expect(await world.sync.counters()).toMatchObject({ 'webhooks.oversize': 1, 'reads.done': 1 })
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('acknowledges a body nested deeper than 64 levels and reads the document', async () => {
    const world = createWorld()
    world.shopBooks.orders.set('1', shopOrder('1'))
    const bomb = `{"id":"1","bomb":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect((await world.sync.receive('shop', webhook(bomb))).status).toBe(200)
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('reads the document that a thin event names, and maps nothing of the event itself', async () => {
    const world = createWorld()
    world.shopBooks.orders.set('1', shopOrder('1', 2))
    const thin = '{"id":"1","topic":"orders/touched"}'
    for (const eventId of ['first', 'second']) {
      const answer = await world.sync.receive('shop', webhook(thin, { topic: '', eventId }))
      expect(answer.status).toBe(200)
    }
    await workOff(world)
    expect(world.shopBooks.reads.length).toBeGreaterThan(0)
    expect(await world.sync.exceptions()).toEqual([])
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('says of a thin event that names nothing that it cannot tell what to read', async () => {
    const world = createWorld()
    await world.sync.receive('shop', webhook('{"topic":"orders/touched"}', { topic: '' }))
    await workOff(world)
    const [exception] = await world.sync.exceptions()
    expect(exception?.message).toContain('nothing in it says which one that is')
  })

  it.each([
    ['is larger than 5 MiB', JSON.stringify({ padding: 'x'.repeat(5 * MEBIBYTE) })],
    ['is nested deeper than 64 levels', `${'['.repeat(100)}${']'.repeat(100)}`],
  ])('says of a body that %s and names nothing that it was not kept', async (said, body) => {
    const world = createWorld()
    expect((await world.sync.receive('shop', webhook(body))).status).toBe(200)
    await workOff(world)
    const [exception, ...others] = await world.sync.exceptions()
    expect(others).toEqual([])
    expect(exception).toMatchObject({
      reason: 'withheld-document',
      message: expect.stringContaining(`its body ${said} and was not kept, and nothing`),
      suggestedFix: expect.stringMatching(/^Find the document in its source .* ingest it/),
    })
    expect(exception?.suggestedFix).not.toContain('nothing is lost')
  })

  it('finds the topic of an event behind the beginning of its body', async () => {
    const world = createWorld()
    const body = JSON.stringify({
      padding: 'x'.repeat(100_000),
      ...shopOrder('1'),
      topic: 'orders/updated',
    })
    expect((await world.sync.receive('shop', webhook(body, { topic: '' }))).status).toBe(200)
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('cuts off a body of more than 64 MiB', async () => {
    const { sync } = createWorld()
    const chunk = new Uint8Array(MEBIBYTE)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent++
        controller.enqueue(chunk)
      },
    })
    const request = new Request('https://hooks.example/shop', {
      method: 'POST',
      headers: { 'x-signature': 'any', 'x-topic': 'orders/updated' },
      body,
      duplex: 'half',
    } as RequestInit)
    expect((await sync.receive('shop', request)).status).toBe(413)
    expect(sent).toBeLessThan(70)
  })

  it('reads nothing of a body that says itself that it is too large', async () => {
    const { sync } = createWorld()
    let sent = 0
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          sent += 1
          controller.enqueue(new Uint8Array(1024))
        },
      },
      { highWaterMark: 0 },
    )
    const headers = {
      'x-signature': 'any',
      'x-topic': 'orders/updated',
      'content-length': `${64 * 1024 * 1024 + 1}`,
    }
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    const answer = await sync.receive('shop', new Request('https://sync.example/shop', init))
    expect([answer.status, sent]).toEqual([413, 0])
    expect(await sync.counters()).toMatchObject({ 'webhooks.rejected': 1 })
  })

  it.each(['gzip', 'GZIP, br', 'deflate', 'x-gzip', 'zstd'])(
    'says that bodies are not unpacked to who sends %s',
    async (coding) => {
      const { sync } = createWorld()
      const packed = webhook(shopOrder('1'))
      packed.headers.set('content-encoding', coding)
      const answer = await sync.receive('shop', packed)
      expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'identity'])
      expect(await sync.counters()).toMatchObject({ 'webhooks.rejected': 1 })
    },
  )

  it.each(['identity', '', 'utf-8'])(
    'takes what the coding "%s" leaves as it is',
    async (coding) => {
      const { sync } = createWorld()
      const plain = webhook(shopOrder('1'))
      plain.headers.set('content-encoding', coding)
      expect((await sync.receive('shop', plain)).status).toBe(200)
    },
  )

  it('asks the sender to come again only when the journal cannot take the fact', async () => {
    const failure: StoreFailure = { kind: 'full', message: 'the disk is full' }
    const { sync } = createWorld({ store: failingAppend(failure) })
    const answer = await sync.receive('shop', webhook(shopOrder('1')))
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('tells people once where the secrets that sign cannot be had, until they can', async () => {
    const right = staticCredentials({ shop: { webhookSecrets: [secret(SHOP_SECRET)] } })
    let away = true
    const credentials: Credentials = {
      ...right,
      get: async (id) => (away ? Promise.reject(new Error('the vault is away')) : right.get(id)),
    }
    const { sync } = createWorld({ credentials })
    for (const version of [1, 2]) {
      expect((await sync.receive('shop', webhook(shopOrder('1', version)))).status).toBe(503)
    }
    expect(await sync.exceptions({ state: 'open' })).toMatchObject([
      {
        connection: 'shop',
        reason: 'signing-secrets-missing',
        owner: 'connection-admin',
        failures: 1,
        message: expect.stringContaining('answered 503'),
      },
    ])
    away = false
    expect((await sync.receive('shop', webhook(shopOrder('1')))).status).toBe(200)
    expect(await sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('tells people that a connection has no secret that could sign', async () => {
    const { sync } = createWorld({ credentials: staticCredentials({ shop: {} }) })
    expect((await sync.receive('shop', webhook(shopOrder('1')))).status).toBe(401)
    expect(await sync.exceptions()).toMatchObject([
      {
        connection: 'shop',
        reason: 'signing-secrets-missing',
        message: expect.stringContaining('answered 401'),
      },
    ])
  })
})

function twiceSigned(): Request {
  const request = webhook(shopOrder('1'))
  request.headers.append('x-signature', request.headers.get('x-signature') ?? '')
  return request
}

function failingAppend(failure: StoreFailure): Store {
  const store = memoryStore()
  return {
    ...store,
    open: (tenant) => ({ ...store.open(tenant), append: () => errAsync(failure) }),
  }
}
