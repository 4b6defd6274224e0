import type { Connector, ConnectorPorts, Env, Failure } from '@canonry/pack'
import { accountOf } from '../shop-domain.js'
import { topicsOf } from '../webhooks.js'
import { type AdminProblem, callAdmin } from './admin-client.js'
import { callsLeft } from './call-limit.js'
import { classifyAdmin } from './classify.js'
import type { ShopifyOptions } from './options.js'
import { type Call, type OrderSource, readOrders } from './orders.js'
import { pullAll } from './pull-all.js'
import { createSurpluses } from './stock/edits.js'
import { createInventoryItems } from './stock/inventory-items.js'
import { readLevels } from './stock/levels.js'
import { MOST_AT_ONCE, pushStock, verifyStock } from './stock/push-stock.js'
import type { StockService } from './stock/stock-service.js'
import { subscribeTo } from './subscriptions.js'

// the smallest of the buckets that plans have: https://shopify.dev/docs/api/usage/limits
const CALLS_AT_ONCE = 40
const TEN_MINUTES = 600_000

/**
 * Reads a shop's orders over the Admin REST API and its stock over the GraphQL Admin API, tells it how
 * many it may sell, and looks after its webhooks.
 */
export function shopifyConnector(
  options: ShopifyOptions & { readonly apiVersion: string },
  { env, credentials }: ConnectorPorts,
): Connector {
  const classify = (problem: unknown): Failure =>
    isProblem(problem)
      ? classifyAdmin(problem, env.now())
      : {
          kind: 'handler.bug',
          message: `the connector threw ${(problem as Error)?.name ?? 'something'}`,
        }
  let tokensLeft: number | undefined
  const source: OrderSource = {
    apiVersion: options.apiVersion,
    now: env.now,
    sleep: (ms) => env.sleep(ms),
    call: async (request) => {
      const call = { options, apiVersion: options.apiVersion, env }
      const answer = await callAdmin(request, {
        ...call,
        credentials: await credentials.get(options.id),
      })
      tokensLeft =
        answer.map((found) => callsLeft(found?.headers)).unwrapOr(undefined) ?? tokensLeft
      return answer.mapErr(classify)
    },
  }
  const { call } = source
  const stock = openStock(options, { call, env })
  return {
    capabilities: {
      idempotencyKeys: true,
      compareAndSet: true,
      bulk: MOST_AT_ONCE,
      readAfterWriteMs: 1_000,
      pullsSince: true,
    },
    limits: { concurrency: 4, perSecond: options.callsPerSecond ?? 2, burst: CALLS_AT_ONCE },
    tokensLeft: () => tokensLeft,
    classify,
    subscribe: (address) => subscribeTo(address, { call, topics: topicsOf(options) }),
    read: async (refs) => {
      const orders = await readOrders(refs, source)
      if (orders.isErr()) return orders
      const levels = await readLevels(refs, stock)
      return levels.map((found) => [...orders.value, ...found])
    },
    pull: (cursor, since) => pullAll({ cursor, since }, { source, client: stock, options }),
    push: (intents) => pushStock(stock, intents),
    verify: (intents) => Promise.all(intents.map((intent) => verifyStock(stock, intent))),
  }
}

function openStock(
  { shop, apiVersion, settleMs = TEN_MINUTES }: ShopifyOptions & { readonly apiVersion: string },
  { call, env }: { readonly call: Call; readonly env: Env },
): StockService {
  const client = { call, apiVersion, now: env.now }
  const items = createInventoryItems(client)
  // who waits until a surplus has stood long enough looks again a little later than that
  const surpluses = createSurpluses(2 * settleMs)
  return { ...client, account: accountOf(shop), items, settleMs, surpluses, uuid: env.uuid }
}

function isProblem(problem: unknown): problem is AdminProblem {
  const kind = (problem as { kind?: unknown } | null)?.kind
  return kind === 'not-reached' || kind === 'no-answer' || kind === 'refused'
}
