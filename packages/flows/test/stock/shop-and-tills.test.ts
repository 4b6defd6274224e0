import type { StockPosition } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { square } from '@canonry/pack-pos-square'
import { createSquareSimulator, type TillLocation } from '@canonry/pack-pos-square/simulator'
import { shopify } from '@canonry/pack-shopify'
import { createShopifySimulator } from '@canonry/pack-shopify/simulator'
import { positionRef, stockLedger } from '@canonry/stock-ledger'
import { createSync, defineFlow, memoryStore, type Store } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import {
  countsToLedger,
  movesToLedger,
  ordersToLedger,
  reconcileStock,
  shipmentsToTills,
  stockToShops,
  ticketsToLedger,
} from '../../src/index.js'
import { mortal } from './opening-world.js'

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
  /** How often the process dies, and whether the first answer to every second batch of changes is lost. */
  readonly deaths?: number
  readonly losesAnswers?: boolean
  /** What somebody types into the shop's admin behind our back. */
  readonly edit?: { readonly sku: string; readonly available: number }
}

function isAsked({ url }: Request): boolean {
  return url !== TILLS_HOOK && url !== SHOP_HOOK
}

/** A shop that sells from a store, and the tills of that store and two others, live through two hours. */
async function liveThrough({ seed, opening, faults, edit, deaths = 0, losesAnswers }: Trouble) {
  const seen = new Map<string, StockPosition>()
  const env = testEnv({
    fetch: async (request) => {
      if (!isAlive && !isAsked(request)) return new Response(null, { status: 503 })
      if (request.url === TILLS_HOOK) return sync.receive('tills', request)
      if (request.url === SHOP_HOOK) return sync.receive('shop', request)
      return request.url.includes('myshopify') ? web.fetch(request) : askTills(request)
    },
  })
  let batches = 0
  let isAlive = true
  const askTills = async (request: Request) => {
    const answer = await merchant.fetch(request)
    if (losesAnswers && request.url.endsWith('changes/batch-create')) {
      batches += 1
      if (batches % 2 === 1) throw new Error('reset')
    }
    return answer
  }
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
  const store = memoryStore()
  const open = (kept: Store) =>
    createSync({
      tenant: 'acme',
      store: kept,
      env,
      connections: [shop, tills, ledger],
      credentials: staticCredentials({
        tills: { values: { accessToken: secret('token') }, webhookSecrets: [secret('key')] },
        shop: { values: { accessToken: secret('token') }, webhookSecrets: [secret('secret')] },
        stock: {},
      }),
      flows: [
        ordersToLedger({ stock, from: [shop], ships: 'L0' }),
        shipmentsToTills({ stock, from: [shop], ships: 'L0', to: [tills] }),
        reconcileStock({ stock, to: [tills] }),
        ticketsToLedger({ stock, from: [tills] }),
        movesToLedger({ stock, from: [tills] }),
        countsToLedger({ stock, from: [tills] }),
        countsToLedger({ stock, from: [shop], offers: true }),
        stockToShops({ stock, to: [shop], safety: () => `${SAFETY}` }),
        watch,
      ].flat(),
    })
  let process = mortal(store)
  let sync = open(process.store)
  let worker = await sync.start()
  const dieNow = async () => {
    process.die()
    isAlive = false
    // nobody else may begin while it could still live
    await env.sleep(MINUTE)
    isAlive = true
    process = mortal(store)
    sync = open(process.store)
    worker = await sync.start()
  }
  for (let death = 1; death <= deaths; death += 1) {
    void env.sleep((death * 120 * MINUTE) / (deaths + 1)).then(dieNow)
  }
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
  await worker.stop()
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
    {
      ...{ seed: 4, opening: 30, deaths: 5, losesAnswers: true },
      faults: { duplicate: 0.2, late: 0.1, forged: 0.05 },
    },
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
      // the tills know what was sent to the shop's buyers, each piece once, and nothing had to be corrected
      const onShelf = new Map(
        merchant
          .stock()
          .map(({ variation, location, quantity }) => [`${location}/${variation}`, quantity]),
      )
      for (const [id, { sellable }] of seen) {
        const [place, sku] = id.split('/')
        const article = merchant.articles.find((each) => each.sku === sku)
        // vouchers are known to the shop alone
        if (!article) continue
        expect([id, Number(sellable)]).toEqual([
          id,
          Number(onShelf.get(`${place}/${article.variation}`)),
        ])
      }
      const written = merchant.written()
      expect(written.length).toBeGreaterThan(10)
      expect(written.filter(({ from, to }) => `${from} ${to}` !== 'IN_STOCK SOLD')).toEqual([])
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
