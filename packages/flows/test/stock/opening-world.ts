import { generateKeyPairSync } from 'node:crypto'
import type { StockPosition } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { type NetsuiteProfileInput, netsuite } from '@canonry/pack-netsuite'
import { createNetsuiteSimulator } from '@canonry/pack-netsuite/simulator'
import { square } from '@canonry/pack-pos-square'
import { createSquareSimulator } from '@canonry/pack-pos-square/simulator'
import { shopify } from '@canonry/pack-shopify'
import { createShopifySimulator } from '@canonry/pack-shopify/simulator'
import { stockLedger } from '@canonry/stock-ledger'
import { createSync, defineFlow, type Store, type Sync, type TenantStore } from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import { ResultAsync } from 'neverthrow'
import {
  countsToLedger,
  movesToLedger,
  ordersToLedger,
  stockToShops,
  ticketsToLedger,
} from '../../src/index.js'

export const MINUTE = 60_000
const TILLS_HOOK = 'https://app.example/hooks/tills'
const SHOP_HOOK = 'https://app.example/hooks/shop'
/** What lies in the warehouse and in each store of every article before anything is sold. */
const [IN_WAREHOUSE, IN_STORE] = [60, 30]
/** What somebody typed into the shop long ago, for the warehouse and for the store. */
const TYPED: Readonly<Record<string, number>> = { '1': 25, '2': 5 }

const PROFILE: NetsuiteProfileInput = {
  ...{ subsidiary: '1', currencies: { EUR: '1' }, location: '7', guestCustomer: '9200' },
  ...{ discountItem: '9001', shipItem: '9002', tipItem: '9003', dutyItem: '9004' },
  ...{ feeItem: '9005', roundingItem: '9006', taxCode: '9101', taxCodes: {} },
}

const KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const tills = square.connect({ id: 'tills', merchant: 'M1', notificationUrl: TILLS_HOOK })
const shop = shopify.connect({ id: 'shop', shop: 'acme', stock: true })
const erp = netsuite.connect({ id: 'erp', account: '1234567', profile: PROFILE, stock: true })
const ledger = stockLedger.connect({ id: 'stock' })

const till = (id: string) => ({ system: 'square', account: 'M1', kind: 'Location', id })
const inShop = (id: string) => ({ system: 'shopify', account: 'acme', kind: 'Location', id })
const warehouse = { system: 'netsuite', account: '1234567', kind: 'location', id: '7' }

/** The ERP owns what lies in the warehouse, tills what lies in their store; the shop sells from the warehouse. */
const stock = {
  ledger,
  places: [
    { id: 'web', refs: [warehouse, inShop('1')] },
    { id: 'store-1', refs: [till('L1'), inShop('2')] },
    { id: 'store-2', refs: [till('L2')] },
  ],
}

const FLOWS = [
  ordersToLedger({ stock, from: [shop], ships: 'web' }),
  ticketsToLedger({ stock, from: [tills] }),
  movesToLedger({ stock, from: [tills] }),
  countsToLedger({ stock, from: [erp], opens: ['web'] }),
  countsToLedger({ stock, from: [tills], opens: ['store-1', 'store-2'] }),
  countsToLedger({ stock, from: [shop], offers: true }),
  stockToShops({ stock, to: [shop] }),
]

/** How much there is of each article at each of the shop's locations (`1/CAN-001-S`), or in each place. */
export type Levels = Readonly<Record<string, number>>

/** A retailer whose shop and tills are selling, and whose ERP knows what has left the warehouse. */
export interface Retailer {
  readonly env: TestEnv
  /** What was written to the shop, and to any other system. */
  readonly writes: string[]
  /** What the shop has. */
  levels(): Levels
  /** What is free where the shop sells it: by what lies there, and by the shop's own list of orders. */
  free(): Promise<Levels>
  /** Units that the shop sold and that were not there. */
  soldBeyond(): number
  /** Sells a piece in the first store. */
  ring(sku: string): void
  /** Takes the webhooks to this sync, or to nobody. */
  tell(sync: Sync | undefined): void
  /** Sells until all is sold that is to be sold, and a while longer. */
  sellOut(): Promise<void>
}

/** Opens the shop, its warehouse and its stores, and lets them sell for twenty minutes. */
export async function openRetailer(seed: number): Promise<Retailer> {
  let heard: Sync | undefined
  const env = testEnv({ seed, fetch: (request) => answer(request) })
  const web = openShop(env, seed)
  const goods = web.articles.filter(({ requiresShipping }) => requiresShipping)
  const stores = openStores(env, { seed, goods })
  const books = openErp(env)
  for (const { sku } of goods) books.addItem({ itemId: sku })
  const retailer: Retailer = {
    ...{ env, writes: [] },
    levels: () => levelsOf(web.levels(), goods),
    free: async () => {
      const units = await unitsOf(web, 'ordered')
      const free = goods.flatMap(({ sku }): [string, number][] => [
        [`1/${sku}`, IN_WAREHOUSE - (units.get(sku) ?? 0)],
        [`2/${sku}`, Number(stores.onShelf('L1', { sku }))],
      ])
      return Object.fromEntries(free)
    },
    soldBeyond: () => web.soldBeyond(),
    ring: (sku) => void stores.ring({ location: 'L1', lines: [{ sku, quantity: '1' }] }),
    tell: (sync) => {
      heard = sync
    },
    sellOut: async () => {
      await env.until(() => over.length === 2)
      for (let minute = 0; minute < 40; minute += 1) {
        // the shop goes on telling of its levels
        await Promise.all([web.run(), stores.run()])
        await env.advance(MINUTE)
      }
    },
  }

  const booked = new Map<string, number>()
  // the ERP is told by the warehouse itself what it has sent
  const bookWhatWasSent = async () => {
    const units = await unitsOf(web, 'sent')
    for (const { sku: item } of goods) {
      const onHand = IN_WAREHOUSE - (units.get(item) ?? 0)
      books.addStock({ item, location: '7', quantity: `${onHand - (booked.get(item) ?? 0)}` })
      booked.set(item, onHand)
    }
  }
  const ask = async (request: Request): Promise<Response> => {
    const text = await request.clone().text()
    if (isWrite(request, text)) retailer.writes.push(text)
    if (request.url.includes('myshopify')) return web.fetch(request)
    if (request.url.includes('squareup')) return stores.fetch(request)
    if (text.includes('aggregateitemlocation')) await bookWhatWasSent()
    return books.fetch(request)
  }
  const answer = async (request: Request): Promise<Response> => {
    if (!request.url.startsWith('https://app.example')) return ask(request)
    const id = request.url === TILLS_HOOK ? 'tills' : 'shop'
    return heard ? heard.receive(id, request) : new Response(null, { status: 503 })
  }

  const over: string[] = []
  void stores.run().then(() => over.push('stores'))
  void web.run().then(() => over.push('shop'))
  await env.advance(20 * MINUTE)
  return retailer
}

// beside what signs in and asks
function isWrite({ method, url }: Request, text: string): boolean {
  if (url.includes('netsuite')) return !/token|suiteql/.test(url)
  if (url.includes('squareup')) return /batch-create/.test(url)
  return text.includes('inventorySetQuantities') || (method !== 'GET' && !/graphql/.test(url))
}

function openShop(env: TestEnv, seed: number) {
  return createShopifySimulator({
    ...{ shop: 'acme', currency: 'EUR', accessToken: 'token', secret: 'secret', env, seed },
    ...{ webhookUrl: SHOP_HOOK, orders: 70, everySeconds: 60 },
    stock: {
      locations: [
        { id: '1', name: 'Warehouse' },
        { id: '2', name: 'Store 1' },
      ],
      opening: (_, location) => TYPED[location],
    },
  })
}

type Shop = ReturnType<typeof openShop>

function openStores(
  env: TestEnv,
  { seed, goods }: { readonly seed: number; readonly goods: Shop['articles'] },
) {
  const tax = { name: 'VAT', percent: '19', included: true }
  const place = { zone: 'Europe/Berlin', currency: 'EUR', tax }
  return createSquareSimulator({
    ...{ merchant: 'M1', accessToken: 'token', signatureKey: 'key', notificationUrl: TILLS_HOOK },
    ...{ env, seed, tickets: 100, everySeconds: 45, callsPerSecond: 1_000 },
    locations: ['L1', 'L2'].map((id) => ({ ...place, id, name: `Store ${id}` })),
    openingStock: IN_STORE,
    articles: goods.map(({ sku, title, price, variantId }) => ({
      ...{ item: `ITEM${variantId}`, variation: `V${variantId}`, name: title, sku, price },
      ...{ gtin: '', weighed: false },
    })),
  })
}

function openErp(env: TestEnv) {
  const publicKey = KEYS.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return createNetsuiteSimulator({
    ...{ account: '1234567', env, profile: PROFILE, latencyMs: 2_000 },
    clients: [{ clientId: 'client', certificateId: 'certificate', publicKey }],
  })
}

function levelsOf(levels: ReturnType<Shop['levels']>, goods: Shop['articles']): Levels {
  const own = new Set(goods.map(({ sku }) => sku))
  const known = levels.filter(({ sku }) => own.has(sku))
  return Object.fromEntries(
    known.map(({ sku, location, available }) => [`${location}/${sku}`, available]),
  )
}

interface ListedOrder {
  readonly cancelled_at: string | null
  readonly line_items: readonly {
    readonly sku: string
    readonly current_quantity: number
    readonly fulfillable_quantity: number
  }[]
}

/** Units of the shop's orders by SKU: all that were ordered, or those that have left. */
async function unitsOf(web: Shop, what: 'ordered' | 'sent'): Promise<Map<string, number>> {
  const url = 'https://acme.myshopify.com/admin/api/2026-07/orders.json?status=any&limit=250'
  const headers = { 'x-shopify-access-token': 'token' }
  const answer = await web.fetch(new Request(url, { headers }))
  const { orders } = (await answer.json()) as { readonly orders: readonly ListedOrder[] }
  const units = new Map<string, number>()
  for (const { cancelled_at, line_items } of orders) {
    for (const { sku, current_quantity: all, fulfillable_quantity: open } of line_items) {
      const left = what === 'ordered' && cancelled_at === null ? all : all - open
      units.set(sku, (units.get(sku) ?? 0) + left)
    }
  }
  return units
}

/** A sync of the retailer that begins with plans; `seen` takes the positions of its ledger. */
export function openSync(
  { env }: Pick<Retailer, 'env'>,
  { store, seen }: { readonly store: Store; readonly seen?: Map<string, StockPosition> },
): Sync {
  const watch = defineFlow({
    ...{ name: 'watch', on: 'stockPosition', class: 'normal', from: [ledger] },
    decide: ({ source }, position) => {
      seen?.set(source.id, position)
      return []
    },
  })
  const values = { accessToken: secret('token') }
  const privateKey = secret(KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const signing = { clientId: secret('client'), certificateId: secret('certificate'), privateKey }
  return createSync({
    ...{ tenant: 'acme', store, env },
    connections: [shop, tills, erp, ledger],
    bootstrap: [shop, tills, erp, ledger],
    credentials: staticCredentials({
      tills: { values, webhookSecrets: [secret('key')] },
      shop: { values, webhookSecrets: [secret('secret')] },
      erp: { values: signing },
      stock: {},
    }),
    flows: [...FLOWS, watch],
  })
}

/** A store as a process has it that can die: then it is answered nothing, and does nothing more. */
export function mortal(store: Store): { readonly store: Store; die(): void } {
  let isDead = false
  const never = new ResultAsync<never, never>(new Promise<never>(() => undefined))
  const open = (tenant: string): TenantStore =>
    new Proxy(store.open(tenant), {
      get: (target, name) => {
        const own = Reflect.get(target, name)
        if (typeof own !== 'function') return own
        return (...given: unknown[]) => (isDead ? never : own.apply(target, given))
      },
    })
  return {
    store: { ...store, open },
    die: () => {
      isDead = true
    },
  }
}
