/** The outside world of the run: two shops, the tills of the stores, and an ERP, each behind HTTP on a loopback port. */
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Env } from '@canonry/pack'
import type { NetsuiteProfileInput } from '@canonry/pack-netsuite'
import { createNetsuiteSimulator, type NetsuiteSimulator } from '@canonry/pack-netsuite/simulator'
import { createSquareSimulator, type SquareSimulator } from '@canonry/pack-pos-square/simulator'
import {
  type Article,
  createShopifySimulator,
  type ShopifySimulator,
} from '@canonry/pack-shopify/simulator'
import { getRequestListener } from '@hono/node-server'
import { profile } from '../embed/netsuite-profile.js'
import type { RunArguments } from './arguments.js'
import { answerFault, createErpFaults, DROPPED } from './erp-faults.js'
import type { ServiceConfig } from './service.js'
import { erpLocationsOf, MERCHANT, STORE_SHOP, storesOf } from './stores.js'
import { type Timetable, timetableOf } from './timetable.js'

/** Everything outside the service, and what the service must be told to reach it. */
export interface World {
  readonly shops: readonly { readonly id: string; readonly simulator: ShopifySimulator }[]
  readonly tills: SquareSimulator
  readonly erp: NetsuiteSimulator
  readonly timetable: Timetable
  /** When the clock of the run was at the beginning of its timetable, epoch milliseconds. */
  readonly began: number
  /** How often the ERP misbehaved, by kind. */
  readonly faults: Readonly<Record<string, number>>
  readonly config: Omit<ServiceConfig, 'database' | 'clock'>
  close(): void
}

function profileOf(stores: number): NetsuiteProfileInput {
  return {
    ...profile,
    currencies: { EUR: '1', JPY: '2', AUD: '3', USD: '4' },
    till: { customer: '9201' },
    locations: erpLocationsOf(storesOf(stores)),
  }
}

const SHOPS = [
  { id: 'shop-eu', shop: 'acme', currency: 'EUR', share: 0.8 },
  { id: 'shop-jp', shop: 'acme-jp', currency: 'JPY', share: 0.2 },
]

/** Opens the shops, the tills and the ERP; the service will listen on `config.port`. */
export async function openWorld(run: RunArguments, env: Env): Promise<World> {
  const port = await freePort()
  const timetable = timetableOf(run)
  const setting = { run, env, port, timetable }
  const began = env.now()
  const erp = openErp(setting)
  const shops = SHOPS.map((shop, index) => ({ ...shop, ...openShop(shop, index, setting) }))
  const tills = openTills(shops[0]?.simulator.articles ?? [], setting)
  const servers = await Promise.all(
    [erp, tills, ...shops].map(({ simulator }) => listen(simulator.fetch)),
  )
  const urls = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return {
    ...{ shops, timetable, began },
    tills: tills.simulator,
    erp: erp.simulator,
    faults: erp.faults,
    config: {
      port,
      stores: run.stores,
      ...(run.days > 0 && { pullEvery: OF_A_DAY.pullEvery }),
      shops: shops.map(({ id, shop, secrets }, index) => ({
        id,
        shop,
        baseUrl: urls[index + 2] as string,
        ...secrets,
      })),
      tills: { ...tills.secrets, baseUrl: urls[1] as string },
      erp: { ...erp.secrets, baseUrl: urls[0] as string },
    },
    close: () => closeAll(servers),
  }
}

const ACCOUNT = '1234567'
// of an account with SuiteCloud Plus; people and other integrations need some of it
const CONCURRENCY = 15

function openErp({ run, env, timetable }: Setting) {
  const { sign, privateKey, publicKey } = newCertificate()
  const faults = createErpFaults({ run, env, timetable })
  const known = profileOf(run.stores)
  const simulator = createNetsuiteSimulator({
    account: ACCOUNT,
    env,
    profile: known,
    concurrency: CONCURRENCY,
    clients: [{ ...sign, publicKey }],
    faults: faults.next,
  })
  const concurrency = run.days > 0 ? CONCURRENCY - 3 : 4
  const secrets = { account: ACCOUNT, profile: known, ...sign, privateKey, concurrency }
  return { simulator, secrets, faults: faults.counts }
}

function newCertificate() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    sign: { clientId: 'canonry', certificateId: 'certificate-1' },
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

function closeAll(servers: readonly Server[]): void {
  for (const server of servers) server.close()
  for (const server of servers) server.closeAllConnections()
}

interface Setting {
  readonly run: RunArguments
  readonly env: Env
  readonly port: number
  readonly timetable: Timetable
}

function openShop(
  { id, shop, currency, share }: (typeof SHOPS)[number],
  index: number,
  { run, env, port, timetable }: Setting,
) {
  const secrets = { accessToken: `token-${shop}`, webhookSecret: `secret-${shop}` }
  const simulator = createShopifySimulator({
    shop,
    currency,
    accessToken: secrets.accessToken,
    secret: secrets.webhookSecret,
    webhookUrl: `http://127.0.0.1:${port}/hooks/${id}`,
    env,
    seed: run.seed * 1000 + index,
    orders: Math.ceil(run.orders * share),
    everySeconds: timetable.orderEverySeconds / share,
    ...(shop === STORE_SHOP ? { stock: { opening: () => openingOf(run) } } : {}),
    ...(run.chaos ? { faults: { duplicate: 0.2, late: 0.15, forged: 0.05 } } : {}),
  })
  return { secrets, simulator }
}

// enough for all orders: which of them are placed must not depend on how quick the run is
function openingOf({ orders }: RunArguments): number {
  return Math.max(500, Math.ceil(orders / 10))
}

function openTills(articles: readonly Article[], { run, env, port, timetable }: Setting) {
  const secrets = {
    notificationUrl: `http://127.0.0.1:${port}/hooks/tills`,
    accessToken: 'token-tills',
    signatureKey: 'key-tills',
  }
  const simulator = createSquareSimulator({
    ...secrets,
    merchant: MERCHANT,
    env,
    seed: run.seed * 1000 + 99,
    locations: storesOf(run.stores),
    articles: articles.filter(({ requiresShipping }) => requiresShipping).map(atTheTill),
    tickets: run.tickets,
    ...(run.days > 0 && { events: OF_A_DAY.events }),
    everySeconds: timetable.ticketEverySeconds,
    openingStock: openingOf(run),
    ...(run.chaos
      ? {
          offline: 0.1,
          offlineHours: 0.25,
          deliveryFaults: { duplicate: 0.2, late: 0.15, forged: 0.05 },
        }
      : {}),
  })
  const { pulls, tells } = OF_A_DAY
  return { secrets: { ...secrets, ...(run.days > 0 && { pulls, tells }) }, simulator }
}

// what the flows follow: the ledger moves by the tickets, tills are asked once a day what they count,
// of payments nothing is booked, and pulls only find what webhooks missed
const OF_A_DAY = {
  events: ['order.updated'],
  tells: ['order@rest'],
  pulls: { counts: 'daily', payments: 'never' },
  pullEvery: '1h',
} as const

function atTheTill({ sku, title, variantTitle, price, variantId }: Article) {
  const name = `${title} ${variantTitle}`
  const ids = { item: `ITEM${variantId}`, variation: `VARIATION${variantId}` }
  return { ...ids, name, sku, gtin: '', price, weighed: false }
}

type Fetch = (request: Request) => Response | Promise<Response>

async function listen(fetch: Fetch): Promise<Server> {
  const server = createServer(
    getRequestListener(async (request, { incoming }) => {
      const response = await answerFault(fetch, request)
      if (response !== DROPPED)
        return response
        // the change is applied, the answer never leaves the house
      ;(incoming as { socket: { destroy(): void } }).socket.destroy()
      return new Response()
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function freePort(): Promise<number> {
  const server = await listen(() => new Response())
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
