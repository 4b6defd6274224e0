import type { StockPosition } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { square } from '@canonry/pack-pos-square'
import { createSquareSimulator, type TillLocation } from '@canonry/pack-pos-square/simulator'
import { shopify } from '@canonry/pack-shopify'
import { createShopifySimulator } from '@canonry/pack-shopify/simulator'
import { positionRef, stockLedger } from '@canonry/stock-ledger'
import { createSync, defineFlow, memoryStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import {
  countsToLedger,
  movesToLedger,
  ordersToLedger,
  stockToShops,
  ticketsToLedger,
} from '../../src/index.js'

const MINUTE = 60_000
const TILLS_HOOK = 'https://app.example/hooks/tills'
const SHOP_HOOK = 'https://app.example/hooks/shop'
const SAFETY = 2
const SHOP_LOCATION = '655441491'

const locations: readonly TillLocation[] = ['L0', 'L1', 'L2'].map((id) => ({
  id,
  name: `Store ${id}`,
  zone: 'Europe/Berlin',
  currency: 'EUR',
  tax: { name: 'VAT', percent: '19', included: true },
}))

const ledger = stockLedger.connect({ id: 'stock' })
const tills = square.connect({ id: 'tills', merchant: 'M1', notificationUrl: TILLS_HOOK })
const shop = shopify.connect({ id: 'shop', shop: 'acme', stock: true })
const shopPlace = { system: 'shopify', account: 'acme', kind: 'Location', id: SHOP_LOCATION }
const stock = {
  ledger,
  places: locations.map(({ id }, index) => ({
    id,
    refs: [
      { system: 'square', account: 'M1', kind: 'Location', id },
      // the shop sells what lies in the first store
      ...(index === 0 ? [shopPlace] : []),
    ],
  })),
}

interface Trouble {
  readonly seed: number
  readonly opening: number
  readonly faults: Readonly<Record<'duplicate' | 'late' | 'forged', number>>
  /** What somebody types into the shop's admin behind our back. */
  readonly edit?: { readonly sku: string; readonly available: number }
}

/** A shop that sells from a store, and the tills of that store and two others, live through two hours. */
async function liveThrough({ seed, opening, faults, edit }: Trouble) {
  const seen = new Map<string, StockPosition>()
  const env = testEnv({
    fetch: (request) => {
      if (request.url === TILLS_HOOK) return sync.receive('tills', request)
      if (request.url === SHOP_HOOK) return sync.receive('shop', request)
      return request.url.includes('myshopify') ? web.fetch(request) : merchant.fetch(request)
    },
  })
  const web = createShopifySimulator({
    ...{ shop: 'acme', currency: 'EUR', accessToken: 'token', secret: 'secret', env, seed, faults },
    ...{ webhookUrl: SHOP_HOOK, orders: 120, everySeconds: 60, stock: { opening: () => 0 } },
  })
  const articles = web.articles
    .filter(({ requiresShipping }) => requiresShipping)
    .map(({ sku, title, price, variantId }) => ({
      ...{ item: `ITEM${variantId}`, variation: `V${variantId}`, name: title, sku, price },
      ...{ gtin: '', weighed: false },
    }))
  const merchant = createSquareSimulator({
    ...{ merchant: 'M1', accessToken: 'token', signatureKey: 'key', notificationUrl: TILLS_HOOK },
    ...{ env, seed, locations, tickets: 150, everySeconds: 48, callsPerSecond: 1_000 },
    ...{ articles, openingStock: opening, deliveryFaults: faults, offline: 0.1, offlineHours: 1 },
  })
  const watch = defineFlow({
    name: 'watch',
    on: 'stockPosition',
    class: 'normal',
    from: [ledger],
    decide: ({ source }, position) => {
      seen.set(source.id, position)
      return []
    },
  })
  const sync = createSync({
    tenant: 'acme',
    store: memoryStore(),
    env,
    connections: [shop, tills, ledger],
    credentials: staticCredentials({
      tills: { values: { accessToken: secret('token') }, webhookSecrets: [secret('key')] },
      shop: { values: { accessToken: secret('token') }, webhookSecrets: [secret('secret')] },
      stock: {},
    }),
    flows: [
      ordersToLedger({ stock, from: [shop], ships: 'L0' }),
      ticketsToLedger({ stock, from: [tills] }),
      movesToLedger({ stock, from: [tills] }),
      countsToLedger({ stock, from: [tills] }),
      countsToLedger({ stock, from: [shop], offers: true }),
      stockToShops({ stock, to: [shop], safety: () => `${SAFETY}` }),
      watch,
    ].flat(),
  })
  await using _ = await sync.start()
  const over: string[] = []
  void merchant.run().then(() => over.push('tills'))
  void web.run().then(() => over.push('shop'))
  if (edit) {
    void env.sleep(60 * MINUTE).then(() => web.setByHand(edit.sku, edit.available))
  }
  await env.until(() => over.length === 2)
  // the shop goes on answering, and telling of its levels, while the last numbers arrive
  const stopped = new AbortController()
  const more = async () => {
    while (!stopped.signal.aborted) {
      await web.run()
      await env.sleep(MINUTE)
    }
  }
  void more()
  await env.advance(45 * MINUTE)
  stopped.abort()
  return { web, merchant, seen, sync, counters: await sync.counters() }
}

/** What a shop may sell of each article, by the ledger. */
function offered(seen: ReadonlyMap<string, StockPosition>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...seen]
      .filter(([id]) => id.startsWith('L0/'))
      .map(([, { sku = '', available }]) => [sku, Math.max(0, Number(available) - SAFETY)]),
  )
}

describe('a shop that sells from a store with tills', { timeout: 120_000 }, () => {
  it.each([
    { seed: 1, opening: 30, faults: { duplicate: 0, late: 0, forged: 0 } },
    { seed: 2, opening: 8, faults: { duplicate: 0.2, late: 0.1, forged: 0.05 } },
  ])(
    'offers in the end what the ledger says, and never sold what was not there (seed $seed)',
    async (trouble) => {
      const { web, seen, sync, merchant } = await liveThrough(trouble)
      const shopHas = Object.fromEntries(web.levels().map(({ sku, available }) => [sku, available]))
      const mayHave = offered(seen)
      for (const [sku, quantity] of Object.entries(mayHave)) {
        expect([sku, shopHas[sku]]).toEqual([sku, quantity])
      }
      expect(Object.keys(mayHave).length).toBeGreaterThan(50)
      expect(web.soldBeyond()).toBe(0)
      expect(web.books().length).toBeGreaterThan(20)
      expect(await sync.exceptions({ state: 'open' })).toEqual([])
      // the tills do not know what was sent to the shop's buyers
      const onShelf = new Map(
        merchant
          .stock()
          .map(({ variation, location, quantity }) => [`${location}/${variation}`, quantity]),
      )
      for (const [id, { sellable, taken = [], reserved }] of seen) {
        const [place, sku] = id.split('/')
        const article = merchant.articles.find((each) => each.sku === sku)
        // vouchers are known to the shop alone
        if (!article) continue
        const sent = Number(taken[0]?.quantity ?? '0') - Number(reserved)
        expect([id, Number(sellable) + sent]).toEqual([
          id,
          Number(onShelf.get(`${place}/${article.variation}`)),
        ])
      }
    },
  )

  it('takes an edit in the shop back once it cannot be an order on its way, and says so', async () => {
    const edit = { sku: 'CAN-002-M', available: 90 }
    const calm = { duplicate: 0, late: 0, forged: 0 }
    const { web, seen, sync } = await liveThrough({ seed: 3, opening: 30, faults: calm, edit })
    const shopHas = web.levels().find(({ sku }) => sku === edit.sku)?.available
    expect(shopHas).toBe(offered(seen)[edit.sku])
    const timeline = await sync.timeline(positionRef('main', { place: 'L0', item: edit.sku }))
    expect(timeline).toContainEqual(
      expect.objectContaining({ code: 'changed-in-shop', message: expect.stringMatching(/to 90/) }),
    )
  })
})
