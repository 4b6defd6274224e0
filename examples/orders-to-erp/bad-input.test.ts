import { createHmac, generateKeyPairSync } from 'node:crypto'
import { orderToErp } from '@canonry/flows'
import { secret, staticCredentials, valueAt } from '@canonry/pack'
import { externalIdOf, netsuite } from '@canonry/pack-netsuite'
import { createNetsuiteSimulator } from '@canonry/pack-netsuite/simulator'
import { shopify } from '@canonry/pack-shopify'
import { createShopifySimulator } from '@canonry/pack-shopify/simulator'
import { createSync, memoryStore } from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { profile } from '../embed/netsuite-profile.js'

const tooLong = `,"note":"${'x'.repeat(5 * 1024 * 1024)}"}`

/** Shop, ERP and sync in one process, on time that stands still; the shop's webhooks go nowhere. */
async function openHouse({ without = '' } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const client = { clientId: 'canonry', certificateId: 'certificate' }
  const env: TestEnv = testEnv({
    fetch: async (request) => {
      const { host } = new URL(request.url)
      if (host === 'nowhere.example') return new Response()
      return host.includes('netsuite') ? erp.fetch(request) : shop.fetch(request)
    },
  })
  const erp = createNetsuiteSimulator({
    account: '1234567',
    env,
    profile,
    clients: [{ ...client, publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })) }],
  })
  const shop = createShopifySimulator({
    shop: 'acme',
    currency: 'EUR',
    accessToken: 'token',
    secret: 'secret',
    webhookUrl: 'https://nowhere.example/',
    env,
    seed: 5,
    orders: 12,
    everySeconds: 1,
  })
  for (const { sku } of shop.articles) if (sku !== without) erp.addItem({ itemId: sku })
  const lived = shop.run()
  await env.advance(86_400_000)
  await lived
  const credentials = staticCredentials({
    'shop-eu': {
      values: { accessToken: secret('token') },
      webhookSecrets: [secret('secret'), secret('the secret before')],
    },
    erp: {
      values: {
        clientId: secret(client.clientId),
        certificateId: secret(client.certificateId),
        privateKey: secret(String(privateKey.export({ type: 'pkcs8', format: 'pem' }))),
      },
    },
  })
  const from = shopify.connect({ id: 'shop-eu', shop: 'acme' })
  const to = netsuite.connect({ id: 'erp', account: '1234567', profile })
  const sync = createSync({
    tenant: 'acme',
    store: memoryStore(),
    credentials,
    connections: [from, to],
    flows: [orderToErp({ from: [from], to })],
    env,
  })
  const worker = await sync.start()
  closing.push(async () => {
    await worker.stop()
    await sync.close()
  })
  return { env, erp, shop, sync }
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function webhook(text: string, { signedWith = 'secret', account = 'acme' } = {}): Request {
  return new Request('https://service.example/hooks/shop-eu', {
    method: 'POST',
    body: text,
    headers: {
      'x-shopify-topic': 'orders/updated',
      'x-shopify-shop-domain': `${account}.myshopify.com`,
      'x-shopify-api-version': '2026-07',
      'x-shopify-hmac-sha256': createHmac('sha256', signedWith).update(text).digest('base64'),
    },
  })
}

function startOf(id: string): string {
  return `{"id":${id},"admin_graphql_api_id":"gid://shopify/Order/${id}"`
}

type House = Awaited<ReturnType<typeof openHouse>>

async function rest({ env, sync }: House): Promise<void> {
  await env.until(async () => {
    const { facts, reads, effects } = await sync.backlog()
    return facts + reads + effects === 0
  })
}

function liveOrder({ shop }: House) {
  const order = shop.books().find(({ cancelled }) => !cancelled)
  if (!order) throw new Error('the shop has no live order')
  const ref = { system: 'shopify', account: 'acme', kind: 'Order', id: order.id }
  return { ...order, ref, name: externalIdOf(ref) }
}

// the same seed makes the same orders, so one house knows what another one will need
async function skuOf(house: House): Promise<string> {
  const { id } = liveOrder(house)
  const url = `https://acme.myshopify.com/admin/api/2026-07/orders/${id}.json`
  const headers = { 'x-shopify-access-token': 'token' }
  const answer = await (await house.shop.fetch(new Request(url, { headers }))).json()
  const lines = valueAt(answer, '/order/line_items') as { sku: string; current_quantity: number }[]
  return lines.find((line) => line.current_quantity > 0)?.sku ?? ''
}

describe('bad input to the service', () => {
  it.each([
    ['a secret that is not the shop’s', { signedWith: 'other' }],
    ['the shop’s secret, but another shop’s name', { account: 'evil' }],
  ])('signed with %s is refused without a word and leaves a counter', async (_, how) => {
    const house = await openHouse()
    const answer = await house.sync.receive('shop-eu', webhook('{"id":1}', how))
    expect([answer.status, await answer.text()]).toEqual([401, ''])
    expect(await house.sync.counters()).toEqual({ 'webhooks.rejected': 1 })
  })

  it.each([
    ['over 5 MiB', tooLong],
    ['deeper than 64 levels', `,"note":${'['.repeat(65)}${']'.repeat(65)}}`],
  ])(
    'that is %s is acknowledged without its body and read back from the shop',
    async (_, rest_) => {
      const house = await openHouse()
      const { id, ref, name, total } = liveOrder(house)
      const answer = await house.sync.receive('shop-eu', webhook(startOf(id) + rest_))
      expect(answer.status).toBe(200)
      await rest(house)
      const [document] = house.erp.salesOrders()
      expect(document).toMatchObject({ externalId: name, total: total.amount })
      expect(await house.sync.counters()).toMatchObject({ 'webhooks.oversize': 1 })
      const kinds = (await house.sync.timeline(ref)).map(({ kind }) => kind)
      expect(kinds).toContain('effect-confirmed')
    },
  )

  it.each([
    ['that is no order', '{"id":7,"name":3,"line_items":"none"}'],
    ['that is no JSON', `${startOf('7')},`],
    ['that is nothing', ''],
  ])('%s is acknowledged, kept, and becomes an exception', async (_, text) => {
    const house = await openHouse()
    expect((await house.sync.receive('shop-eu', webhook(text))).status).toBe(200)
    await rest(house)
    const [exception] = await house.sync.exceptions({ state: 'open' })
    expect(exception).toMatchObject({ owner: 'integration', connection: 'shop-eu' })
    expect(house.erp.salesOrders()).toEqual([])
  })

  it('that is no order names the rule and both paths', async () => {
    const house = await openHouse()
    await house.sync.receive('shop-eu', webhook('{"id":7,"name":3,"line_items":"none"}'))
    await rest(house)
    const [exception] = await house.sync.exceptions()
    expect(exception?.errors).toContainEqual({
      rule: 'text',
      wire: '/name',
      entity: '/number',
      message: 'expected text, found a number',
    })
  })
})

describe('an item that the ERP does not know', () => {
  it('keeps its order as an exception, which resolves by itself once the item exists', async () => {
    const sku = await skuOf(await openHouse())
    const house = await openHouse({ without: sku })
    const { id } = liveOrder(house)
    await house.sync.receive('shop-eu', webhook(startOf(id) + tooLong))
    await rest(house)
    expect(house.erp.salesOrders()).toEqual([])
    const [waiting] = await house.sync.exceptions({ state: 'open' })
    expect(waiting).toMatchObject({ reason: 'dependency-missing', owner: 'merchandising' })
    expect(waiting?.message).toContain(sku)
    house.erp.addItem({ itemId: sku })
    await house.env.until(async () => (await house.sync.exceptions({ state: 'open' })).length === 0)
    expect(house.erp.salesOrders()).toHaveLength(1)
  })
})
