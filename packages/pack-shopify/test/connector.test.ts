import { secret, staticCredentials } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import { shopifyConnector } from '../src/connector/connector.js'
import { createShopifySimulator } from '../src/simulator/index.js'

const ADDRESS = 'https://app.example/hooks/shop'

function world(answer?: (request: Request) => Promise<Response> | Response, webhookUrl?: string) {
  let now = Date.UTC(2026, 0, 1)
  const env = {
    now: () => now,
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += Math.max(1, ms)
    },
    random: () => 0.5,
    uuid: () => 'id',
    fetch: async (request: Request) => (answer ?? receive)(request),
  }
  const receive = (request: Request) =>
    request.url === ADDRESS ? heard(request) : shop.fetch(request)
  const topics: (string | null)[] = []
  let status = 200
  const heard = (request: Request) => {
    topics.push(request.headers.get('x-shopify-topic'))
    return new Response('', { status })
  }
  const shop = createShopifySimulator({
    shop: 'acme',
    currency: 'EUR',
    accessToken: 'token',
    secret: 'secret',
    ...(webhookUrl && { webhookUrl }),
    env,
    seed: 3,
    orders: 300,
    everySeconds: 1,
  })
  const credentials = staticCredentials({ shop: { values: { accessToken: secret('token') } } })
  const options = { id: 'shop', shop: 'acme', apiVersion: '2026-07' }
  const answerWith = (given: number) => {
    status = given
  }
  return { shop, topics, answerWith, connector: shopifyConnector(options, { env, credentials }) }
}

const orderRef = (id: string) => ({ system: 'shopify', account: 'acme', kind: 'Order', id })

describe('Shopify connector', () => {
  it('reads an order as the shop has it, and nothing for one that does not exist', async () => {
    const { shop, connector } = world()
    await shop.run()
    const { id, number } = shop.books()[0] as { id: string; number: string }
    const documents = (await connector.read([orderRef(id), orderRef('404')]))._unsafeUnwrap()
    expect(documents).toHaveLength(1)
    expect(documents[0]?.text).toContain(`"name":"${number}"`)
    expect(documents[0]).toMatchObject({ resource: 'order@rest', key: id })
  })

  it('pulls every order once, page by page', async () => {
    const { shop, connector } = world()
    await shop.run()
    const keys: string[] = []
    for (let cursor: string | undefined, first = true; first || cursor; first = false) {
      const page = (await connector.pull?.(cursor))?._unsafeUnwrap()
      keys.push(...(page?.documents ?? []).map(({ key }) => key))
      cursor = page?.next
    }
    expect(keys).toHaveLength(300)
    expect(new Set(keys)).toEqual(new Set(shop.books().map(({ id }) => id)))
  })

  it('pulls only what changed since a moment, and says by whose clock', async () => {
    const { shop, connector } = world()
    await shop.run()
    const all: { key: string; at: number }[] = []
    for (let cursor: string | undefined, first = true; first || cursor; first = false) {
      const page = (await connector.pull?.(cursor))?._unsafeUnwrap()
      for (const { key, text } of page?.documents ?? []) {
        all.push({ key, at: Date.parse(JSON.parse(text).order.updated_at) })
      }
      cursor = page?.next
    }
    const since = all[280]?.at ?? 0
    const page = (await connector.pull?.(undefined, since))?._unsafeUnwrap()
    const changed = all.filter(({ at }) => at >= since).map(({ key }) => key)
    expect(page?.documents.map(({ key }) => key)).toEqual(changed)
    expect(page?.next).toBeUndefined()
    expect(connector.capabilities.pullsSince).toBe(true)
  })

  it('is told to slow down when it empties the bucket', async () => {
    const { shop, connector } = world()
    await shop.run()
    for (let calls = 0; calls < 40; calls++) {
      expect((await connector.read([orderRef('404')])).isOk()).toBe(true)
    }
    const failure = (await connector.read([orderRef('404')]))._unsafeUnwrapErr()
    expect(failure).toMatchObject({ kind: 'throttled', retryAt: expect.any(Number) })
  })

  it('reads more orders than the bucket holds, as fast as it fills again', async () => {
    const { shop, connector } = world()
    await shop.run()
    const ids = shop
      .books()
      .map(({ id }) => id)
      .slice(0, 90)
    const documents = (await connector.read(ids.map(orderRef)))._unsafeUnwrap()
    expect(documents.map(({ key }) => key)).toEqual(ids)
  })

  it.each([
    [() => new Response('', { status: 401 }), 'auth.expired'],
    [() => new Response('', { status: 403 }), 'auth.revoked'],
    [() => new Response('', { status: 503 }), 'transient.unknown'],
    [() => new Response('', { status: 408 }), 'transient.unknown'],
    [() => new Response('', { status: 400 }), 'contract.invalid'],
    [
      () =>
        Promise.reject(
          Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }),
        ),
      'transient.definite',
    ],
    [
      () =>
        Promise.reject(
          Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } }),
        ),
      'transient.unknown',
    ],
  ])('classifies what goes wrong (%#)', async (answer, kind) => {
    const { connector } = world(answer as () => Response)
    expect((await connector.read([orderRef('1')]))._unsafeUnwrapErr().kind).toBe(kind)
  })

  it.each(['2.0', 'Thu, 01 Jan 2026 00:00:02 GMT'])(
    'waits as long as it is asked to: %s',
    async (asked) => {
      const { connector } = world(
        () => new Response('', { status: 429, headers: { 'retry-after': asked } }),
      )
      const failure = (await connector.read([orderRef('1')]))._unsafeUnwrapErr()
      expect(failure).toMatchObject({ kind: 'throttled', retryAt: Date.UTC(2026, 0, 1) + 2_000 })
    },
  )

  it('says how many calls the bucket of the shop still holds, once an answer said it', async () => {
    const { shop, connector } = world()
    await shop.run()
    expect(connector.tokensLeft?.()).toBeUndefined()
    expect((await connector.pull?.(undefined))?.isOk()).toBe(true)
    expect(connector.tokensLeft?.()).toBe(39)
    expect((await connector.pull?.(undefined))?.isOk()).toBe(true)
    expect(connector.tokensLeft?.()).toBe(38)
  })

  it('subscribes an address to what it listens to, once, and to nothing that is there', async () => {
    const { shop, topics, connector } = world()
    const made = (await connector.subscribe?.(ADDRESS))?._unsafeUnwrap()
    expect(made).toEqual(['orders/create', 'orders/updated', 'orders/delete'])
    expect((await connector.subscribe?.(ADDRESS))?._unsafeUnwrap()).toEqual([])
    await shop.run()
    expect(new Set(topics)).toEqual(new Set(['orders/create', 'orders/updated']))
    expect(shop.counts.acknowledged).toBe(topics.length)
  })

  it('subscribes again to what the shop has dropped, since nobody answered', async () => {
    const { shop, answerWith, connector } = world(undefined, ADDRESS)
    answerWith(503)
    await shop.run()
    expect(shop.counts.givenUp).toBeGreaterThan(0)
    const made = (await connector.subscribe?.(ADDRESS))?._unsafeUnwrap()
    expect(made).toEqual(['orders/create', 'orders/updated'])
  })

  it('leaves the subscriptions of others alone', async () => {
    const { connector } = world(undefined, 'https://other.example/hooks')
    expect((await connector.subscribe?.(ADDRESS))?._unsafeUnwrap()).toHaveLength(3)
  })

  it('says which webhook was refused, and what it needs', async () => {
    const { connector } = world(({ method }) =>
      method === 'POST'
        ? new Response('{"errors":{"topic":["Invalid"]}}', { status: 422 })
        : Response.json({ webhooks: [] }),
    )
    expect((await connector.subscribe?.(ADDRESS))?._unsafeUnwrapErr()).toMatchObject({
      kind: 'contract.invalid',
      message: expect.stringMatching(/orders\/create.*https.*read_orders/),
    })
  })

  it('names the scopes that stock needs', async () => {
    const errors = [{ message: 'no', extensions: { code: 'ACCESS_DENIED' } }]
    const { connector } = world(() => Response.json({ errors }))
    const failure = (await connector.pull?.('levels'))?._unsafeUnwrapErr()
    expect(failure?.message).toMatch(/read_inventory.*read_locations.*write_inventory/)
  })

  it('says why it cannot subscribe', async () => {
    const { connector } = world(() => new Response('{"errors":{}}', { status: 422 }))
    expect((await connector.subscribe?.(ADDRESS))?._unsafeUnwrapErr().kind).toBe('contract.invalid')
  })

  it('takes no order for deleted because something else than Shopify answers 404', async () => {
    for (const page of ['<html>no such host</html>', '', '{"message":"no route"}']) {
      const { connector } = world(() => new Response(page, { status: 404 }))
      const failure = (await connector.read([orderRef('1')]))._unsafeUnwrapErr()
      expect(failure).toMatchObject({
        kind: 'transient.unknown',
        message: expect.stringContaining('something stands between'),
      })
    }
  })

  it('takes no webhook for made by an answer that does not say so', async () => {
    const { connector } = world(({ method }) =>
      method === 'POST' ? new Response('<html>', { status: 200 }) : Response.json({ webhooks: [] }),
    )
    const failure = (await connector.subscribe?.(ADDRESS))?._unsafeUnwrapErr()
    expect(failure?.message).toContain('orders/create')
  })

  it('gives up where the pages of locations go round in circles', async () => {
    const pageInfo = { hasNextPage: true, endCursor: 'again' }
    const { connector } = world(() =>
      Response.json({ data: { locations: { nodes: [], pageInfo } } }),
    )
    const failure = (await connector.pull?.('levels'))?._unsafeUnwrapErr()
    expect(failure).toMatchObject({ kind: 'transient.definite' })
    expect(failure?.message).toContain('round in circles')
  })

  it('says what to correct where there is no such shop', async () => {
    const { connector } = world(() => new Response('{"errors":"Not Found"}', { status: 404 }))
    const wrong = {
      kind: 'contract.invalid',
      message: expect.stringMatching(/`shop`.*`apiVersion`/),
    }
    expect((await connector.subscribe?.(ADDRESS))?._unsafeUnwrapErr()).toMatchObject(wrong)
    expect((await connector.pull?.(undefined))?._unsafeUnwrapErr()).toMatchObject(wrong)
    const level = { ...orderRef('1:2'), kind: 'InventoryLevel' }
    expect((await connector.read([level]))._unsafeUnwrapErr()).toMatchObject(wrong)
  })

  it('refuses to write, and says where to send the flow', async () => {
    const [outcome] = await world().connector.push([{} as never])
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'contract.invalid' } })
  })
})
