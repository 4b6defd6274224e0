import type { StockPosition } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { square } from '@canonry/pack-pos-square'
import {
  createSquareSimulator,
  type SquareSimulator,
  type TillLocation,
} from '@canonry/pack-pos-square/simulator'
import { shopify } from '@canonry/pack-shopify'
import { createShopifySimulator, type ShopifySimulator } from '@canonry/pack-shopify/simulator'
import { stockLedger } from '@canonry/stock-ledger'
import {
  type Connection,
  createSync,
  defineFlow,
  memoryStore,
  type Store,
  type Sync,
} from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import {
  countsToLedger,
  movesToLedger,
  ordersToLedger,
  reconcileStock,
  type StockMap,
  shipmentsToTills,
  stockToShops,
  ticketsToLedger,
} from '../../src/index.js'
import { mortal } from './opening-world.js'

const MINUTE = 60_000
const TILLS_HOOK = 'https://app.example/hooks/tills'
/** What no shop may sell, where nothing else is said. */
export const SAFETY = 2
const SHOP_LOCATION = '655441491'

const locationOf = (id: string): TillLocation => ({
  id,
  name: `Store ${id}`,
  zone: 'Europe/Berlin',
  currency: 'EUR',
  tax: { name: 'VAT', percent: '19', included: true },
})
const STORES = ['L0', 'L1', 'L2']

const ledger = stockLedger.connect({ id: 'stock' })
const tills = square.connect({ id: 'tills', merchant: 'M1', notificationUrl: TILLS_HOOK })

/** A shop that sells from the first store, and what it may not sell beside the safety stock. */
export interface Shop {
  readonly connection: Connection
  readonly hook: string
  readonly buffer: number
  readonly web: ShopifySimulator
}

/** What goes wrong, and how much is sold. */
export interface Trouble {
  readonly seed: number
  readonly opening: number
  readonly faults: Readonly<Record<'duplicate' | 'late' | 'forged', number>>
  /** How often the process dies, and whether the first answer to every second batch of changes is lost. */
  readonly deaths?: number
  readonly losesAnswers?: boolean
  /** Between which minutes the tills' system answers questions and takes no changes. */
  readonly refusesChanges?: readonly [from: number, until: number]
  /** Between which minutes the service is stopped, and hears nothing. */
  readonly down?: readonly [from: number, until: number]
  /** In which minute somebody counts all that lies in the first store, rightly. */
  readonly recount?: number
  /** What somebody types into the shop's admin behind our back. */
  readonly edit?: { readonly sku: string; readonly available: number }
  /** Which articles there are; default all that simulated shops know. */
  readonly sells?: (sku: string) => boolean
  /** How long all goes on after the last sale; default 45 minutes. */
  readonly settleMinutes?: number
  /** How many stores have tills; default three. */
  readonly stores?: number
  /** What each shop may not sell beside the safety stock; default one shop that may sell all else. */
  readonly buffers?: readonly [number, ...number[]]
  /** What no shop may sell; default {@link SAFETY}. */
  readonly safety?: number
  /** How many orders each shop takes, and how often; default 120, one a minute. */
  readonly orders?: number
  readonly everySeconds?: number
  /** How many tickets the tills ring up, how often, and which share without network; default 150 of which a tenth. */
  readonly tickets?: number
  readonly ticketEverySeconds?: number
  readonly offline?: number
  /** Is told whenever something may have been sold. */
  readonly watch?: (now: Pick<Lived, 'shops' | 'merchant'>) => void
}

/** What became of a company. */
export interface Lived {
  readonly shops: readonly Shop[]
  readonly merchant: SquareSimulator
  /** The newest state of every position of the ledger. */
  readonly seen: ReadonlyMap<string, StockPosition>
  readonly sync: Sync
}

type Env = ReturnType<typeof testEnv>

/** Shops that sell from a store, and the tills of that store and two others, live through two hours. */
export async function liveThrough(trouble: Trouble): Promise<Lived> {
  const { edit, deaths = 0, watch, down, recount } = trouble
  const seen = new Map<string, StockPosition>()
  let isAlive = true
  const env = testEnv({
    fetch: async (request) => {
      const answer = await ask(request)
      watch?.({ shops, merchant })
      return answer
    },
  })
  const shops = openShops(env, trouble)
  const merchant = openTills(env, { ...trouble, articles: shops[0].web.articles })
  const askTills = changing(merchant, { ...trouble, now: env.now })
  const ask = async (request: Request): Promise<Response> => {
    const told = request.url === TILLS_HOOK ? 'tills' : idOf(shops, request)
    if (told === undefined) return askerOf(shops, request)?.web.fetch(request) ?? askTills(request)
    return isAlive ? sync.receive(told, request) : new Response(null, { status: 503 })
  }
  const store = memoryStore()
  const open = (kept: Store) => openSync({ ...trouble, store: kept, env, shops, seen })
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
  if (down) {
    const [from, until] = down
    void env.sleep(from * MINUTE).then(async () => {
      isAlive = false
      await worker.stop()
      await env.sleep((until - from) * MINUTE)
      isAlive = true
      sync = open(process.store)
      worker = await sync.start()
    })
  }
  if (recount !== undefined) {
    void env.sleep(recount * MINUTE).then(() => countFirstStore({ shops, merchant }))
  }
  if (edit) {
    const [{ web }] = shops
    void env.sleep(60 * MINUTE).then(() => web.setByHand(edit.sku, edit.available))
  }
  await sellOut(env, { ...trouble, shops, merchant })
  await worker.stop()
  return { shops, merchant, seen, sync }
}

/** Counts what lies in the first store: what was sent from there is gone, whether the tills know or not. */
function countFirstStore({ shops, merchant }: Pick<Lived, 'shops' | 'merchant'>): void {
  const left = new Map<string, number>()
  const leave = (sku: string, units: number) => left.set(sku, (left.get(sku) ?? 0) + units)
  for (const { web } of shops) for (const { sku, units } of web.sent()) leave(sku, units)
  for (const { variation, quantity } of merchant.written()) {
    const { sku = '' } = merchant.articles.find((each) => each.variation === variation) ?? {}
    leave(sku, -Number(quantity))
  }
  for (const { sku } of merchant.articles) {
    const known = merchant.onShelf('L0', { sku }) ?? '0'
    const quantity = String(Number(known) - (left.get(sku) ?? 0))
    merchant.count({ location: 'L0', goods: { sku, quantity } })
  }
}

function idOf(shops: readonly Shop[], { url }: Request): string | undefined {
  return shops.find(({ hook }) => hook === url)?.connection.id
}

function askerOf(shops: readonly Shop[], { url }: Request): Shop | undefined {
  const { hostname } = new URL(url)
  return shops.find(({ connection }) => hostname === `${connection.account}.myshopify.com`)
}

type Shops = readonly [Shop, ...Shop[]]

function openShops(
  env: Env,
  { seed, faults, sells, buffers = [0], orders = 120, everySeconds = 60 }: Trouble,
): Shops {
  const open = (buffer: number, index: number): Shop => {
    const [account = '', id = ''] = [
      ['acme', 'shop'],
      ['bazaar', 'shop-2'],
    ][index] as string[]
    const hook = `https://app.example/hooks/${id}`
    const web = createShopifySimulator({
      ...{ shop: account, currency: 'EUR', accessToken: 'token', secret: 'secret', env, faults },
      ...{ webhookUrl: hook, orders, everySeconds, stock: { opening: () => 0 } },
      ...{ seed: seed + 100 * index, ...(sells && { sells }) },
    })
    return { connection: shopify.connect({ id, shop: account, stock: true }), hook, buffer, web }
  }
  const [first, ...others] = buffers
  return [open(first, 0), ...others.map((buffer, index) => open(buffer, index + 1))]
}

function openTills(
  env: Env,
  { seed, opening, faults, articles, ...selling }: Trouble & Pick<ShopifySimulator, 'articles'>,
): SquareSimulator {
  const { tickets = 150, ticketEverySeconds: everySeconds = 48, offline = 0.1, stores } = selling
  const locations = STORES.slice(0, stores).map(locationOf)
  const goods = articles
    .filter(({ requiresShipping }) => requiresShipping)
    .map(({ sku, title, price, variantId }) => ({
      ...{ item: `ITEM${variantId}`, variation: `V${variantId}`, name: title, sku, price },
      ...{ gtin: '', weighed: false },
    }))
  return createSquareSimulator({
    ...{ merchant: 'M1', accessToken: 'token', signatureKey: 'key', notificationUrl: TILLS_HOOK },
    ...{ env, seed, locations, tickets, everySeconds, callsPerSecond: 1_000 },
    ...{ articles: goods, openingStock: opening, deliveryFaults: faults },
    ...{ offline, offlineHours: 1 },
  })
}

function changing(
  merchant: SquareSimulator,
  {
    losesAnswers = false,
    refusesChanges: [from, until] = [0, 0],
    now,
  }: Pick<Trouble, 'losesAnswers' | 'refusesChanges'> & Pick<Env, 'now'>,
) {
  const began = now()
  let batches = 0
  return async (request: Request): Promise<Response> => {
    const minute = (now() - began) / MINUTE
    const isChange = request.url.endsWith('changes/batch-create')
    if (isChange && minute >= from && minute < until) {
      const errors = [{ category: 'API_ERROR', code: 'SERVICE_UNAVAILABLE' }]
      return Response.json({ errors }, { status: 503 })
    }
    const answer = await merchant.fetch(request)
    if (!losesAnswers || !isChange) return answer
    batches += 1
    if (batches % 2 === 1) throw new Error('reset')
    return answer
  }
}

function mapOf(shops: readonly Shop[], stores: number | undefined): StockMap {
  const inShops = shops.map(({ connection: { account } }) => ({
    ...{ system: 'shopify', account, kind: 'Location', id: SHOP_LOCATION },
  }))
  return {
    ledger,
    places: STORES.slice(0, stores).map((id, index) => ({
      id,
      refs: [
        { system: 'square', account: 'M1', kind: 'Location', id },
        // the shops sell what lies in the first store
        ...(index === 0 ? inShops : []),
      ],
    })),
  }
}

function openSync({
  store,
  env,
  shops,
  seen,
  safety = SAFETY,
  stores,
}: Pick<Trouble, 'safety' | 'stores'> & {
  readonly store: Store
  readonly env: Env
  readonly shops: readonly Shop[]
  readonly seen: Map<string, StockPosition>
}): Sync {
  const watch = defineFlow({
    ...{ name: 'watch', on: 'stockPosition', class: 'normal', from: [ledger] },
    decide: ({ source }, position) => {
      seen.set(source.id, position)
      return []
    },
  })
  const stock = mapOf(shops, stores)
  const from = shops.map(({ connection }) => connection)
  const values = { accessToken: secret('token') }
  return createSync({
    ...{ tenant: 'acme', store, env },
    connections: [...from, tills, ledger],
    credentials: staticCredentials({
      tills: { values, webhookSecrets: [secret('key')] },
      ...Object.fromEntries(
        from.map(({ id }) => [id, { values, webhookSecrets: [secret('secret')] }]),
      ),
      stock: {},
    }),
    flows: [
      ordersToLedger({ stock, from, ships: 'L0' }),
      shipmentsToTills({ stock, from, ships: 'L0', to: [tills] }),
      reconcileStock({ stock, to: [tills] }),
      ticketsToLedger({ stock, from: [tills] }),
      movesToLedger({ stock, from: [tills] }),
      countsToLedger({ stock, from: [tills] }),
      countsToLedger({ stock, from, offers: true }),
      stockToShops({
        ...{ stock, to: from, safety: () => `${safety}` },
        buffer: (_, shop) => `${shops.find(({ connection }) => connection === shop)?.buffer ?? 0}`,
      }),
      watch,
    ].flat(),
  })
}

/** Sells until all is sold that is to be sold, and then lets the last numbers arrive. */
async function sellOut(
  env: Env,
  {
    shops,
    merchant,
    settleMinutes = 45,
  }: Pick<Lived, 'shops' | 'merchant'> & Pick<Trouble, 'settleMinutes'>,
): Promise<void> {
  const selling = [merchant, ...shops.map(({ web }) => web)]
  let over = 0
  for (const each of selling) void each.run().then(() => over++)
  await env.until(() => over === selling.length, 4 * 24 * 60 * MINUTE)
  // the shops go on answering, and telling of their levels
  const stopped = new AbortController()
  const more = async (web: ShopifySimulator) => {
    while (!stopped.signal.aborted) {
      await web.run()
      await env.sleep(MINUTE)
    }
  }
  for (const { web } of shops) void more(web)
  await env.advance(settleMinutes * MINUTE)
  stopped.abort()
}
