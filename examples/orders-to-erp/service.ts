/**
 * The service that embeds Canonry: webhooks of shops and tills come in over HTTP, orders and tickets go to NetSuite,
 * stock goes to the shop, all state is in one SQLite file or in PostgreSQL. The main program runs it as a process of its own and kills it.
 */

import { orderToErp, ticketsToErp } from '@canonry/flows'
import { type FastClock, secret, staticCredentials, systemEnv } from '@canonry/pack'
import { type NetsuiteProfileInput, netsuite } from '@canonry/pack-netsuite'
import { type Pulls, square } from '@canonry/pack-pos-square'
import { shopify } from '@canonry/pack-shopify'
import { postgres } from '@canonry/store-postgres'
import { sqlite } from '@canonry/store-sqlite'
import { createSync, type ReconcileRules, type Sync, type Worker } from '@canonry/sync'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { watchHeap } from './heap-in-use.js'
import { stockFlows, stockOf } from './stock-flows.js'
import { MERCHANT, STORE_SHOP } from './stores.js'

/** What the main program tells the service; a real one reads this from its own configuration. */
export interface ServiceConfig {
  readonly port: number
  /** A file, or a database and a schema in it. */
  readonly database: string | { readonly url: string; readonly schema: string }
  readonly clock: FastClock
  readonly shops: readonly {
    readonly id: string
    readonly shop: string
    readonly baseUrl: string
    readonly accessToken: string
    readonly webhookSecret: string
  }[]
  /** How many stores have tills. */
  readonly stores: number
  /** How often shops and tills are asked what their webhooks may have missed; default every 15 minutes. */
  readonly pullEvery?: string
  readonly tills: {
    readonly baseUrl: string
    readonly notificationUrl: string
    readonly accessToken: string
    readonly signatureKey: string
    /** What the tills are asked for by the way, and how often. */
    readonly pulls?: Pulls
    /** Of what their events tell; default everything. */
    readonly tells?: readonly string[]
  }
  readonly erp: {
    readonly account: string
    readonly baseUrl: string
    readonly profile: NetsuiteProfileInput
    readonly clientId: string
    readonly certificateId: string
    readonly privateKey: string
    /** How many calls the account takes of us at the same time. */
    readonly concurrency: number
  }
}

/** The sync of this service: its connections, credentials and flows over the store. */
export function openSync(config: ServiceConfig): Sync {
  const shops = config.shops.map(({ id, shop, baseUrl }) =>
    shopify.connect({
      ...{ id, shop, baseUrl, apiVersion: '2026-07', stock: shop === STORE_SHOP },
      settleMs: minutesFor(HEARS_WITHIN_SECONDS, config.clock) * 60_000,
    }),
  )
  const [storeShop] = shops
  if (!storeShop) throw new Error('there is no shop that could sell')
  const tills = square.connect({
    ...config.tills,
    id: 'tills',
    merchant: MERCHANT,
    changesBySale: false,
  })
  const { account, baseUrl, profile, concurrency } = config.erp
  const limits = { concurrency, perSecond: 10 }
  const erp = netsuite.connect({ id: 'erp', account, baseUrl, profile, limits, batch: 100 })
  const stock = stockOf(config.stores)
  const countedDaily = config.tills.pulls?.counts === 'daily'
  return createSync({
    tenant: 'acme',
    store: storeOf(config),
    credentials: credentialsOf(config),
    connections: [...shops, tills, erp, stock.ledger],
    flows: [
      orderToErp({ from: shops, to: erp, sla: '5m' }),
      ticketsToErp({ from: [tills], to: erp }),
      stockFlows({ stock, tills, shop: storeShop, countedDaily }),
    ],
    reconcile: pullsOf(config),
    env: systemEnv(config.clock),
  })
}

function pullsOf({ shops, tills, pullEvery, clock }: ServiceConfig): ReconcileRules {
  const every = pullEvery === undefined ? {} : { every: pullEvery }
  // tills have counted before the service is there
  const overlap = `${minutesFor(STARTS_WITHIN_SECONDS, clock)}m`
  return {
    ...Object.fromEntries(shops.map(({ id }) => [id, every])),
    tills: { ...every, overlap, ...(tills.tells && { tells: tills.tells }) },
  }
}

// of the machine's time, on one that has other things to do
const STARTS_WITHIN_SECONDS = 20
const HEARS_WITHIN_SECONDS = 30

/** How far a fast clock comes meanwhile, in minutes: at least a quarter of an hour. */
function minutesFor(seconds: number, { speed }: FastClock): number {
  return Math.max(15, Math.ceil((seconds * speed) / 60))
}

function storeOf({ database, clock }: ServiceConfig) {
  // a second of real time, in which a fast clock comes far
  const silenceMs = 1_000 * clock.speed
  if (typeof database === 'string') return sqlite(database, { silenceMs })
  return postgres(database.url, { schema: database.schema, silenceMs })
}

function credentialsOf({ shops, erp, tills }: ServiceConfig) {
  const { clientId, certificateId, privateKey } = erp
  const values = {
    clientId: secret(clientId),
    certificateId: secret(certificateId),
    privateKey: secret(privateKey),
  }
  const shopCredentials = shops.map(({ id, accessToken, webhookSecret }) => [
    id,
    { values: { accessToken: secret(accessToken) }, webhookSecrets: [secret(webhookSecret)] },
  ])
  const tillCredentials = {
    values: { accessToken: secret(tills.accessToken) },
    webhookSecrets: [secret(tills.signatureKey)],
  }
  const others = { erp: { values }, tills: tillCredentials, stock: {} }
  return staticCredentials({ ...others, ...Object.fromEntries(shopCredentials) })
}

// a worker that others took to be gone, since it stood still, is followed by another one
async function work(sync: Sync, signal: AbortSignal): Promise<{ readonly done: Promise<void> }> {
  const first = await sync.start()
  const goOn = async (worker: Worker): Promise<void> => {
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve))
    await Promise.race([worker.ended, stopped])
    await worker.stop()
    if (!signal.aborted) await goOn(await sync.start())
  }
  return { done: goOn(first) }
}

async function runService(config: ServiceConfig): Promise<void> {
  const sync = openSync(config)
  const heapInUse = watchHeap()
  const ended = new AbortController()
  const working = await work(sync, ended.signal)
  const app = new Hono()
  app.post('/hooks/:connection', (c) => sync.receive(c.req.param('connection'), c.req.raw))
  app.get('/status', async (c) =>
    c.json({
      counters: await sync.counters(),
      backlog: await sync.backlog(),
      memory: { held: process.memoryUsage.rss(), inUse: heapInUse() },
    }),
  )
  const server = serve({ fetch: app.fetch, port: config.port, hostname: '127.0.0.1' }, () =>
    console.log('listening'),
  )
  const end = async () => {
    server.close()
    ended.abort()
    await working.done
    await sync.close()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  // the main program holds the other end: when it is gone, nobody needs the service
  process.stdin.once('end', end).resume()
}

if (process.env['CANONRY_SERVICE']) await runService(JSON.parse(process.env['CANONRY_SERVICE']))
