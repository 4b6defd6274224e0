import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { StockPosition } from '@canonry/model'
import { type Intent, secret, staticCredentials } from '@canonry/pack'
import { buildClientSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { shopify } from '../src/index.js'
import { createShopifySimulator, type ShopifySimulatorOptions } from '../src/simulator/index.js'

const ADDRESS = 'https://app.example/hooks/shop'
const SKU = 'CAN-001-S'

function world(
  options: Partial<ShopifySimulatorOptions> = {},
  connection: { readonly apiVersion?: string; readonly stock?: boolean } = {},
) {
  let now = Date.UTC(2026, 0, 1)
  const heard: { topic: string | null; text: string }[] = []
  const asked: { query: string; version: string }[] = []
  const env = {
    now: () => now,
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += Math.max(1, ms)
    },
    random: () => 0.5,
    uuid: () => `id-${now}`,
    fetch: async (request: Request) => {
      if (request.url === ADDRESS) {
        const topic = request.headers.get('x-shopify-topic')
        heard.push({ topic, text: await request.text() })
        return new Response('')
      }
      if (request.url.endsWith('/graphql.json')) {
        const [, version = ''] = /api\/([\d-]+)\//.exec(request.url) ?? []
        const { query } = (await request.clone().json()) as { query: string }
        asked.push({ query, version })
      }
      return shop.fetch(request)
    },
  }
  const shop = createShopifySimulator({
    ...{ shop: 'acme', currency: 'EUR', accessToken: 'token', secret: 'secret', env },
    ...{ webhookUrl: ADDRESS, seed: 3, orders: 0, everySeconds: 1 },
    stock: { opening: () => 10 },
    ...options,
  })
  const credentials = staticCredentials({ shop: { values: { accessToken: secret('token') } } })
  const own = shopify.connect({ id: 'shop', shop: 'acme', stock: true, ...connection })
  const connector = own.open({ env, credentials })
  const pass = (ms: number) => {
    now += ms
  }
  return { shop, heard, asked, connector, pass, now: () => now }
}

function offer(available: string, expected?: string, taken = '0'): Intent {
  const own = { system: 'shopify', account: 'acme' }
  const body: StockPosition = {
    refs: [],
    variant: { system: 'stock', account: 'main', kind: 'Item', id: SKU },
    sku: SKU,
    location: { ...own, kind: 'Location', id: '655441491' },
    at: '2026-01-01T00:00:00Z',
    unit: 'C62',
    ...{ sellable: available, quarantine: '0', damaged: '0', onHand: available, reserved: '0' },
    ...{ safety: '0', available, incoming: [], asserted: [] },
    taken: [{ ...own, quantity: taken }],
  }
  const source = { system: 'stock', account: 'main', kind: 'Position', id: `web/${SKU}` }
  const about = { kind: 'upsert', entity: 'stockPosition', source, body, links: {} } as const
  return { key: 'k', ...about, ...(expected !== undefined && { expected }) }
}

const levelOf = ({ shop }: ReturnType<typeof world>, sku = SKU) =>
  shop.levels().find((level) => level.sku === sku)

describe('the stock of a simulated shop', () => {
  it('is told to a connector, level by level and page by page', async () => {
    const places = ['655441491', '655441492'].map((id) => ({ id, name: id }))
    const locations = places as [(typeof places)[0], ...typeof places]
    const given = world({
      stock: { locations, opening: (_, at) => (at === '655441491' ? 10 : 2) },
    })
    const keys: string[] = []
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = (await given.connector.pull?.(cursor))?._unsafeUnwrap()
      const levels = page?.documents.filter(({ resource }) => resource === 'inventoryLevel@graphql')
      keys.push(...(levels ?? []).map(({ key }) => key))
      cursor = page?.next
    }
    expect(keys).toHaveLength(given.shop.articles.length * 2)
    expect(new Set(keys).size).toBe(keys.length)
    const [first = ''] = keys
    const ref = { system: 'shopify', account: 'acme', kind: 'InventoryLevel', id: first }
    const read = (await given.connector.read([ref, { ...ref, id: '1:2' }]))._unsafeUnwrap()
    expect(read).toMatchObject([{ key: first, resource: 'inventoryLevel@graphql' }])
  })

  it('is pulled as far as it has changed, and not at all where nobody asked for it', async () => {
    const given = world()
    given.pass(60_000)
    given.shop.setByHand(SKU, 4)
    const pages = await given.connector.pull?.('levels', given.now() - 1_000)
    expect(pages?._unsafeUnwrap().documents).toHaveLength(1)
    const bare = world({}, { stock: false })
    expect((await bare.connector.pull?.(undefined))?._unsafeUnwrap().next).toBeUndefined()
  })

  it('is set by a connector, and told by webhook', async () => {
    const given = world()
    const [first] = await given.connector.push([offer('7')])
    expect(first).toMatchObject({ kind: 'confirmed' })
    expect(levelOf(given)?.available).toBe(7)
    await given.shop.run()
    expect(given.heard).toMatchObject([
      { topic: 'inventory_levels/update', text: expect.stringContaining('"available":7') },
    ])
    given.shop.setByHand(SKU, 6)
    const stale = await given.connector.push([offer('9', `7/0/${given.now()}`)])
    expect(stale).toMatchObject([{ kind: 'failed', failure: { kind: 'conflict.version' } }])
    expect(levelOf(given)?.available).toBe(6)
  })

  it('moves with the orders of the shop, which sells no more than there is', async () => {
    const given = world({ orders: 250, stock: { opening: () => 12 } })
    await given.shop.run()
    expect(given.shop.turnedAway()).toBeGreaterThan(10)
    expect(given.shop.soldBeyond()).toBe(0)
    expect(given.shop.books().length + given.shop.turnedAway()).toBe(250)
    for (const { available, committed } of given.shop.levels()) {
      expect(Math.min(available, committed)).toBeGreaterThanOrEqual(0)
    }
  })

  it('falls below nothing where buyers may order what is not there', async () => {
    const given = world({ orders: 120, stock: { opening: () => 2, overselling: true } })
    await given.shop.run()
    expect(given.shop.turnedAway()).toBe(0)
    expect(given.shop.soldBeyond()).toBeGreaterThan(10)
  })

  it('takes a key once, and refuses it for anything else', async () => {
    const given = world()
    const input = (quantity: number) => ({
      name: 'available',
      reason: 'correction',
      quantities: [
        {
          inventoryItemId: `gid://shopify/InventoryItem/${levelOf(given)?.item}`,
          locationId: 'gid://shopify/Location/655441491',
          quantity,
          changeFromQuantity: 10,
        },
      ],
    })
    const query = `mutation M($input: InventorySetQuantitiesInput!, $key: String!) {
      inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { code } } }`
    const set = async (quantity: number, key: string, version = '2026-07') => {
      const body = JSON.stringify({ query, variables: { input: input(quantity), key } })
      const headers = { 'x-shopify-access-token': 'token' }
      const url = `https://acme.myshopify.com/admin/api/${version}/graphql.json`
      const answer = await given.shop.fetch(new Request(url, { method: 'POST', body, headers }))
      const { data, errors } = (await answer.json()) as {
        data?: { inventorySetQuantities: { userErrors: { code: string }[] } }
        errors?: object[]
      }
      return errors ? 'invalid' : data?.inventorySetQuantities.userErrors.map(({ code }) => code)
    }
    expect(await set(8, 'a')).toEqual([])
    expect(await set(8, 'a')).toEqual([])
    expect(await set(9, 'a')).toEqual(['IDEMPOTENCY_KEY_PARAMETER_MISMATCH'])
    expect(await set(9, 'b')).toEqual(['CHANGE_FROM_QUANTITY_STALE'])
    expect(await set(9, 'b')).toEqual(['IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED'])
    expect(await set(9, 'c', '2025-10')).toBe('invalid')
    expect(levelOf(given)?.available).toBe(8)
  })

  it('refuses what is no request, names each place that it refuses, and changes nothing then', async () => {
    const given = world()
    const ask = async (body: string) => {
      const headers = { 'x-shopify-access-token': 'token' }
      const url = 'https://acme.myshopify.com/admin/api/2026-07/graphql.json'
      return given.shop.fetch(new Request(url, { method: 'POST', body, headers }))
    }
    for (const body of ['', 'null', '{}', '{"query":7}']) expect((await ask(body)).status).toBe(400)
    const [first, second] = given.shop.levels()
    const quantity = (item: string | undefined, type: string, from?: number) => ({
      inventoryItemId: `gid://shopify/${type}/${item}`,
      locationId: 'gid://shopify/Location/655441491',
      quantity: 3,
      ...(from !== undefined && { changeFromQuantity: from }),
    })
    const set = async (...quantities: object[]) => {
      const query = `# sets what is on hand
        mutation M($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input)
        @idempotent(key: "k${quantities.length}") { userErrors { code field } } }`
      const input = { name: 'on_hand', reason: 'shrinkage', quantities }
      return (await ask(JSON.stringify({ query, variables: { input } }))).json()
    }
    expect(
      await set(
        quantity(first?.item, 'InventoryItem', 10),
        quantity(second?.item, 'InventoryItem', 9),
        quantity(second?.item, 'Product', 10),
      ),
    ).toMatchObject({
      data: {
        inventorySetQuantities: {
          userErrors: [
            {
              code: 'CHANGE_FROM_QUANTITY_STALE',
              field: ['input', 'quantities', '1', 'changeFromQuantity'],
            },
            {
              code: 'INVALID_INVENTORY_ITEM',
              field: ['input', 'quantities', '2', 'inventoryItemId'],
            },
          ],
        },
      },
      extensions: { cost: { requestedQueryCost: 10 } },
    })
    expect(first && given.shop.levels()[0]?.available).toBe(10)
    expect(await set(quantity(first?.item, 'InventoryItem'))).toHaveProperty('errors')
    expect(
      await set(
        quantity(first?.item, 'InventoryItem', 10),
        quantity(second?.item, 'InventoryItem', 10),
      ),
    ).toMatchObject({ data: { inventorySetQuantities: { userErrors: [] } } })
    expect(given.shop.levels()[0]?.available).toBe(3)
  })

  it('costs points, which come back', async () => {
    const given = world()
    const kinds = async (times: number) => {
      const outcomes = []
      for (let index = 0; index < times; index++) {
        outcomes.push(...(await given.connector.verify([offer('7')])))
      }
      return outcomes.map((outcome) =>
        outcome.kind === 'failed' ? outcome.failure.kind : 'answered',
      )
    }
    expect(await kinds(800)).toContain('throttled')
    given.pass(30_000)
    expect(await kinds(1)).toEqual(['answered'])
  })
})

const SCHEMAS = join(import.meta.dirname, '../../../../shared/corpus/shopify/graphql')
const isThere = existsSync(SCHEMAS)
if (!isThere && process.env['CI']) throw new Error(`${SCHEMAS} is missing: CI measures against it`)

describe.skipIf(!isThere)('what is asked of Shopify (needs the corpus)', () => {
  it.each(['2025-10', '2026-01', '2026-04', '2026-07'])(
    'is valid by the official schema of %s',
    async (version) => {
      const given = world({}, { apiVersion: version })
      await given.connector.push([offer('7')])
      expect((await given.connector.pull?.('levels'))?.isOk()).toBe(true)
      await given.connector.verify([offer('7')])
      const file = readFileSync(join(SCHEMAS, `admin_${version}.introspection.json.gz`))
      const found = JSON.parse(gunzipSync(file).toString()) as { data?: unknown }
      const schema = buildClientSchema(
        (found.data ?? found) as Parameters<typeof buildClientSchema>[0],
      )
      const names = given.asked.map(({ query }) => query.split(/[ (]/)[1])
      expect(new Set(names)).toEqual(new Set(['Items', 'Level', 'SetStock', 'Locations', 'Levels']))
      for (const { query } of given.asked) {
        expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([])
      }
    },
  )
})
