import { generateKeyPairSync } from 'node:crypto'
import type { StockPosition } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { netsuite } from '@canonry/pack-netsuite'
import { createNetsuiteSimulator } from '@canonry/pack-netsuite/simulator'
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
  reconcileStock,
  stockToShops,
  ticketsToLedger,
} from '../../src/index.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const TILLS_HOOK = 'https://app.example/hooks/tills'
const SHOP_HOOK = 'https://app.example/hooks/shop'
const REALM = '1234567'

const locations: readonly TillLocation[] = ['L0', 'L1', 'L2'].map((id) => ({
  id,
  name: `Store ${id}`,
  zone: 'Europe/Berlin',
  currency: 'EUR',
  tax: { name: 'VAT', percent: '19', included: true },
}))

const profile = {
  ...{ subsidiary: '1', currencies: { EUR: '1' }, location: '7', guestCustomer: '9200' },
  ...{ discountItem: '9001', shipItem: '9002', tipItem: '9003', dutyItem: '9004' },
  ...{ feeItem: '9005', roundingItem: '9006', taxCode: '9101', zone: 'Europe/Berlin' },
  adjustments: { account: '9301' },
}

const ledger = stockLedger.connect({ id: 'stock' })
const tills = square.connect({ id: 'tills', merchant: 'M1', notificationUrl: TILLS_HOOK })
const shop = shopify.connect({ id: 'shop', shop: 'acme', stock: true })
const erp = netsuite.connect({ id: 'erp', account: REALM, profile, stock: true })

const tillPlace = (id: string) => ({ system: 'square', account: 'M1', kind: 'Location', id })
const erpPlace = (id: string) => ({ system: 'netsuite', account: REALM, kind: 'location', id })
const stock = {
  ledger,
  places: [
    {
      id: 'store-0',
      refs: [
        tillPlace('L0'),
        { system: 'shopify', account: 'acme', kind: 'Location', id: '655441491' },
      ],
    },
    { id: 'store-1', refs: [tillPlace('L1')], owner: 'nobody' as const },
    { id: 'store-2', refs: [tillPlace('L2')], owner: tills },
    { id: 'depot', refs: [erpPlace('7')] },
    { id: 'hub', refs: [erpPlace('8')], owner: erp },
  ],
}

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

interface Change {
  readonly adjustment?: { readonly quantity: string; readonly reference_id?: string }
}

/** What Square answers without the changes of seven pieces that somebody made in the store. */
async function withoutEdits(answer: Response): Promise<Response> {
  const { changes = [], ...rest } = (await answer.json()) as { changes?: readonly Change[] }
  const kept = changes.filter(
    ({ adjustment }) => adjustment?.quantity !== '7' || adjustment.reference_id !== undefined,
  )
  return Response.json({ ...rest, changes: kept }, answer)
}

/** A shop, the tills of three stores and an ERP with two depots, which live on for as long as they are let. */
async function openWorld({
  tickets = 0,
  everySeconds = 240,
  offline = 0,
  late = 0,
  losesAnswers = false,
} = {}) {
  const seen = new Map<string, StockPosition>()
  const known = new Set<string>()
  const corrections: string[] = []
  const env = testEnv({
    now: Date.parse('2026-11-24T06:00:00Z'),
    fetch: async (request) => {
      if (request.url === TILLS_HOOK) return sync.receive('tills', request)
      if (request.url === SHOP_HOOK) return sync.receive('shop', request)
      if (request.url.includes('netsuite')) return accounts.fetch(request)
      if (request.url.includes('myshopify')) return web.fetch(request)
      return askTills(request)
    },
  })
  /** A change of stock is heard of before anybody knows who made it. */
  const hearOf = async (answer: Response) => {
    const { changes } = (await answer.json()) as {
      changes: readonly { readonly adjustment: { id: string; catalog_object_id: string } }[]
    }
    const documents = changes.map((change) => {
      const { id, catalog_object_id: variation } = change.adjustment
      const { sku } = articles.find((article) => article.variation === variation) ?? {}
      const body = JSON.stringify({ ...change, catalogue: { [variation]: { sku } } })
      return { resource: 'inventoryAdjustment@rest', key: id, body }
    })
    await sync.ingest('tills', documents)
  }
  const askTills = async (request: Request) => {
    const answer = await merchant.fetch(request)
    if (losesAnswers && request.url.endsWith('changes/batch-create')) {
      await hearOf(answer)
      throw new Error('reset')
    }
    return request.url.endsWith('changes/batch-retrieve') ? withoutEdits(answer) : answer
  }
  const web = createShopifySimulator({
    ...{ shop: 'acme', currency: 'EUR', accessToken: 'token', secret: 'secret', env, seed: 5 },
    ...{ webhookUrl: SHOP_HOOK, orders: 0, everySeconds: 60, stock: { opening: () => 0 } },
  })
  const goods = web.articles.filter(({ requiresShipping }) => requiresShipping).slice(0, 4)
  const articles = goods.map(({ sku, title, price, variantId }) => ({
    ...{ item: `ITEM${variantId}`, variation: `V${variantId}`, name: title, sku, price },
    ...{ gtin: '', weighed: false },
  }))
  const [first, second] = articles.map(({ sku }) => sku) as [string, string]
  const merchant = createSquareSimulator({
    ...{ merchant: 'M1', accessToken: 'token', signatureKey: 'key', notificationUrl: TILLS_HOOK },
    ...{ env, seed: 5, locations, tickets, everySeconds, callsPerSecond: 1_000 },
    ...{ articles, openingStock: 500, offline, offlineHours: 3, deliveryFaults: { late } },
  })
  const accounts = createNetsuiteSimulator({
    ...{ account: REALM, env, profile },
    faults: ({ method }) =>
      losesAnswers && method === 'PUT' ? { kind: 'lose-answer' } : undefined,
    clients: [
      {
        ...{ clientId: 'client', certificateId: 'certificate' },
        publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
    ],
  })
  accounts.addLocation({ id: '8', name: 'Hub' })
  for (const { sku } of articles) {
    accounts.addItem({ itemId: sku })
    for (const location of ['7', '8']) {
      accounts.addStock({ item: sku, location, quantity: '100' })
    }
  }
  const watch = [
    defineFlow({
      name: 'watch',
      on: 'stockPosition',
      class: 'normal',
      from: [ledger],
      decide: ({ source }, position) => {
        seen.set(source.id, position)
        if (position.asserted.some(({ difference }) => difference)) known.add(source.id)
        return []
      },
    }),
    defineFlow({
      name: 'watch-corrections',
      on: 'stockMove',
      class: 'normal',
      from: [ledger],
      decide: (_, { reason = '' }) => {
        corrections.push(reason)
        return []
      },
    }),
  ]
  const sync = createSync({
    tenant: 'acme',
    store: memoryStore(),
    env,
    connections: [shop, tills, erp, ledger],
    credentials: staticCredentials({
      tills: { values: { accessToken: secret('token') }, webhookSecrets: [secret('key')] },
      shop: { values: { accessToken: secret('token') }, webhookSecrets: [secret('secret')] },
      erp: {
        values: {
          ...{ clientId: secret('client'), certificateId: secret('certificate') },
          privateKey: secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
        },
      },
      stock: {},
    }),
    flows: [
      ordersToLedger({ stock, from: [shop], ships: 'store-0' }),
      ticketsToLedger({ stock, from: [tills] }),
      movesToLedger({ stock, from: [tills, erp] }),
      countsToLedger({ stock, from: [tills] }),
      countsToLedger({ stock, from: [shop], offers: true }),
      countsToLedger({ stock, from: [erp], opens: ['depot', 'hub'] }),
      stockToShops({ stock, to: [shop] }),
      reconcileStock({ stock, to: [tills, erp] }),
      watch,
    ].flat(),
  })
  const running = await sync.start()
  const stopped = new AbortController()
  const live = async (run: () => Promise<void>) => {
    while (!stopped.signal.aborted) {
      await run()
      await env.sleep(2 * MINUTE, stopped.signal)
    }
  }
  const lives = [live(() => merchant.run(stopped.signal)), live(() => web.run(stopped.signal))]
  await env.advance(35 * MINUTE)
  return {
    skus: articles.map(({ sku }) => sku),
    ...{ web, merchant, accounts, seen, known, sync, env, corrections, first, second },
    onHand: (place: string, sku: string) => seen.get(`${place}/${sku}`)?.onHand,
    inErp: (location: string, item: string) => accounts.onHand({ item, location }),
    onShelf: (location: string, sku: string) => merchant.onShelf(location, { sku }),
    offeredBy: (sku: string) => web.levels().find((level) => level.sku === sku)?.available,
    /** What is found of differences, by place. */
    async found() {
      const all = await sync.findings()
      return Object.fromEntries(
        all
          .filter(({ code }) => code === 'asserted-differs')
          .map(({ ref, message }) => [ref?.id.split('/')[0], message]),
      )
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await env.advance(2 * MINUTE)
      await Promise.allSettled(lives)
      await running[Symbol.asyncDispose]()
    },
  }
}

describe('an edit behind our back', { timeout: 240_000 }, () => {
  it('is found within one pull in each system, and corrected, taken or left as the owner wants', async () => {
    await using world = await openWorld()
    const { env, merchant, accounts, web, first, second, onHand, onShelf, inErp } = world
    expect(await world.found()).toEqual({})
    // only the count tells of it: no webhook of the change, and no record of it
    for (const location of ['L0', 'L1', 'L2']) {
      merchant.receive({ location, goods: { sku: first, quantity: '7' } })
    }
    web.setByHand(second, 90)
    accounts.addStock({ item: first, location: '7', quantity: '-3' })
    accounts.addStock({ item: first, location: '8', quantity: '-4' })
    await env.advance(36 * MINUTE)
    expect(await world.found()).toEqual({
      'store-0': expect.stringMatching(
        /^square M1 said 507 at .* came to 500: 7 too many, known since /,
      ),
      'store-1': expect.stringContaining('7 too many'),
      'store-2': expect.stringContaining('7 too many'),
      depot: expect.stringContaining('said 97'),
      hub: expect.stringContaining('4 too few'),
    })
    expect(world.corrections).toEqual([])
    expect(world.offeredBy(second)).toBe(500)
    const shelf = positionRef('main', { place: 'store-0', item: second })
    expect(await world.sync.timeline(shelf)).toContainEqual(
      expect.objectContaining({ code: 'changed-in-shop' }),
    )

    await env.advance(2.5 * HOUR)
    expect([onShelf('L0', first), onHand('store-0', first)]).toEqual(['500', '500'])
    expect([onShelf('L1', first), onHand('store-1', first)]).toEqual(['507', '500'])
    expect([onShelf('L2', first), onHand('store-2', first)]).toEqual(['507', '507'])
    expect([inErp('7', first), onHand('depot', first)]).toEqual(['100', '100'])
    expect([inErp('8', first), onHand('hub', first)]).toEqual(['96', '96'])
    expect(Object.keys(await world.found())).toEqual(['store-1'])
    expect(world.corrections).toHaveLength(4)
    expect(world.corrections).toContainEqual(
      expect.stringMatching(/^netsuite 1234567 had 4 too few, by the ledger, known since /),
    )
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('moves nothing twice where the answer to a correction is lost', async () => {
    await using world = await openWorld({ losesAnswers: true })
    const { env, merchant, accounts, first, onHand, onShelf, inErp } = world
    merchant.receive({ location: 'L0', goods: { sku: first, quantity: '7' } })
    accounts.addStock({ item: first, location: '7', quantity: '-3' })
    await env.advance(8 * HOUR)
    expect([onShelf('L0', first), onHand('store-0', first)]).toEqual(['500', '500'])
    expect([inErp('7', first), onHand('depot', first)]).toEqual(['100', '100'])
    expect(world.corrections).toHaveLength(2)
    expect(await world.found()).toEqual({})
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('is corrected once, and nothing swings for a day of sales', async () => {
    await using world = await openWorld({ tickets: 150, everySeconds: 600, offline: 0.1 })
    const { env, merchant, accounts, first, seen, inErp, onHand } = world
    for (const location of ['L0', 'L1', 'L2']) {
      merchant.receive({ location, goods: { sku: first, quantity: '7' } })
    }
    accounts.addStock({ item: first, location: '7', quantity: '-3' })
    accounts.addStock({ item: first, location: '8', quantity: '-4' })
    await env.advance(4 * HOUR)
    const early = [...world.corrections]
    expect(early).toHaveLength(4)
    accounts.receive({ item: first, location: '7', quantity: '10' })
    accounts.transfer({ item: first, from: '7', to: '8', quantity: '5' })
    await env.advance(24 * HOUR)
    expect(world.corrections).toEqual(early)
    for (const [id, { sellable }] of seen) {
      const [place = '', sku = ''] = id.split('/')
      // vouchers are known to the shop alone, and depots to the ERP
      if (!place.startsWith('store-') || !world.skus.includes(sku)) continue
      const shelf = merchant.onShelf(place.replace('store-', 'L'), { sku })
      const left = place === 'store-1' && sku === first ? 7 : 0
      expect([id, Number(sellable) + left]).toEqual([id, Number(shelf)])
    }
    expect([inErp('7', first), onHand('depot', first)]).toEqual(['105', '105'])
    expect([inErp('8', first), onHand('hub', first)]).toEqual(['101', '101'])
    expect(Object.keys(await world.found())).toEqual(['store-1'])
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })
})

describe('what is only late', { timeout: 240_000 }, () => {
  it('is no difference: tickets of tills without network, and webhooks that come late', async () => {
    await using world = await openWorld({ tickets: 80, offline: 0.4, late: 0.3 })
    await world.env.advance(8 * HOUR)
    expect(world.merchant.books().length).toBeGreaterThan(70)
    expect([...world.known]).toEqual([])
    expect(await world.found()).toEqual({})
    expect(world.corrections).toEqual([])
  })
})
