import { type Decimal, instantMs } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { shopify } from '@canonry/pack-shopify'
import { createShopifySimulator } from '@canonry/pack-shopify/simulator'
import { POSTING, positionId, stockLedger } from '@canonry/stock-ledger'
import { createSync, memoryStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { countsToLedger, ordersToLedger, stockToShops } from '../../src/index.js'

const MINUTE = 60_000
const HOOK = 'https://app.example/hooks/shop'
const LOCATION = '655441491'
const AT = '2026-11-26T06:00:00Z'

const ledger = stockLedger.connect({ id: 'stock' })
const shop = shopify.connect({ id: 'shop', shop: 'acme', stock: true })
const ref = { system: 'shopify', account: 'acme', kind: 'Location', id: LOCATION }
const stock = { ledger, places: [{ id: 'web', refs: [ref] }] }

/** A shop that is told what was counted, less what is kept back of it as that is set at the moment. */
async function openShop() {
  const safety = new Map<string, Decimal>()
  const writes: string[] = []
  const env = testEnv({
    now: instantMs(AT),
    fetch: async (request) => {
      if (request.url === HOOK) return sync.receive('shop', request)
      const text = await request.clone().text()
      if (text.includes('inventorySetQuantities')) writes.push(text)
      return web.fetch(request)
    },
  })
  const web = createShopifySimulator({
    ...{ shop: 'acme', currency: 'EUR', accessToken: 'token', secret: 'secret', env, seed: 5 },
    ...{ webhookUrl: HOOK, orders: 0, everySeconds: 60, stock: { opening: () => 0 } },
  })
  const offers = stockToShops({
    stock,
    to: [shop],
    safety: ({ sku = '' }) => safety.get(sku) ?? '0',
  })
  const sync = createSync({
    tenant: 'acme',
    store: memoryStore(),
    env,
    connections: [shop, ledger],
    credentials: staticCredentials({
      shop: { values: { accessToken: secret('token') }, webhookSecrets: [secret('secret')] },
      stock: {},
    }),
    flows: [
      ...ordersToLedger({ stock, from: [shop], ships: 'web' }),
      ...countsToLedger({ stock, from: [shop], offers: true }),
      ...offers,
    ],
  })
  const skus = web.articles.filter(({ requiresShipping }) => requiresShipping).map(({ sku }) => sku)
  const documents = skus.map((item) => {
    const entries = [{ kind: 'count', condition: 'sellable', quantity: '10' }]
    const body = JSON.stringify({ item, place: 'web', at: AT, entries })
    return { resource: POSTING, key: positionId({ item, place: 'web' }), body }
  })
  await sync.ingest('stock', documents)
  const worker = await sync.start()
  await env.advance(30 * MINUTE)
  return {
    ...{ env, sync, safety, writes, offers, skus },
    offered: () => {
      const own = web.levels().filter(({ sku }) => skus.includes(sku))
      return new Map(own.map(({ sku, available }) => [sku, available]))
    },
    [Symbol.asyncDispose]: () => worker.stop(),
  }
}

describe('what is kept back', { timeout: 60_000 }, () => {
  it('is told to shops at once when it changes, where their number is another one then', async () => {
    await using world = await openShop()
    const { env, sync, safety, writes, offers, skus, offered } = world
    const [first, second, ...others] = skus as [string, string, ...string[]]
    expect(offered()).toEqual(new Map(skus.map((sku) => [sku, 10])))
    writes.length = 0
    safety.set(first, '4').set(second, '10')
    const by = { actor: 'anna', why: 'Black Friday' }
    const again = sync.decideAgain(offers, by)
    await env.advance(MINUTE)
    expect(await again).toMatchObject({ effects: 2 })
    expect(offered()).toEqual(
      new Map([[first, 6], [second, 0], ...others.map((sku) => [sku, 10] as const)]),
    )
    expect(writes).toHaveLength(1)
  })
})
