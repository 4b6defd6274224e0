import type { Env } from '@canonry/pack'
import { json } from './answer.js'
import { printOrder } from './print-order.js'
import type { ShopOrder } from './shop-order.js'
import { createGraphqlApi } from './stock/graphql-api.js'
import type { ShopInventory } from './stock/inventory.js'
import type { Subscriptions } from './subscriptions.js'
import { answerWebhooks } from './webhooks-api.js'

/** What the Admin API of a simulated shop answers from. */
export interface AdminApiOptions {
  readonly shop: string
  readonly accessToken: string
  readonly env: Env
  readonly orders: ReadonlyMap<string, ShopOrder>
  /** Documents of orders that were not made here, by id. */
  readonly published: ReadonlyMap<string, string>
  readonly subscriptions: Subscriptions
  readonly inventory: ShopInventory
}

// REST leaky bucket of a standard plan: 40 calls, 2 leak per second
// https://shopify.dev/docs/api/admin-rest/usage/rate-limits
const BUCKET = 40
const LEAK_PER_SECOND = 2

/**
 * The shop's Admin REST API: token, leaky bucket, single orders, pages of them by link header, and
 * webhooks; beside it the GraphQL Admin API about stock.
 */
export function createAdminApi(options: AdminApiOptions): (request: Request) => Promise<Response> {
  const takeCall = createBucket(options.env)
  const askGraphql = createGraphqlApi(options)
  return async (request) => {
    if (request.headers.get('x-shopify-access-token') !== options.accessToken) {
      const errors = '[API] Invalid API key or access token (unrecognized login or wrong password)'
      return json(401, { text: JSON.stringify({ errors }) })
    }
    const [, version = '', path = ''] = PATH.exec(new URL(request.url).pathname) ?? []
    if (path === 'graphql.json') return askGraphql(request, version)
    const level = takeCall()
    const headers = { 'x-shopify-shop-api-call-limit': `${Math.ceil(level)}/${BUCKET}` }
    if (level > BUCKET) {
      const errors =
        'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.'
      const text = JSON.stringify({ errors })
      return json(429, { text, headers: { ...headers, 'retry-after': '2.0' } })
    }
    if (path === 'webhooks.json') {
      const { subscriptions } = options
      return answerWebhooks(request, { subscriptions, apiVersion: version, headers })
    }
    return answerOrders(new URL(request.url), { options, path, headers })
  }
}

const PATH = /^\/admin\/api\/([\d-]+)\/(.+)$/

function createBucket(env: Env): () => number {
  let level = 0
  let at = env.now()
  return () => {
    const now = env.now()
    level = Math.max(0, level - ((now - at) / 1000) * LEAK_PER_SECOND)
    at = now
    if (level + 1 > BUCKET) return level + 1
    level += 1
    return level
  }
}

function answerOrders(
  url: URL,
  {
    options,
    path,
    headers,
  }: { options: AdminApiOptions; path: string; headers: Record<string, string> },
): Response {
  if (path === 'orders.json') return list(url, options, headers)
  const [, id = ''] = /^orders\/(\d+)\.json$/.exec(path) ?? []
  const order = options.orders.get(id)
  const text = order ? printOrder(order, options.shop) : options.published.get(id)
  if (text === undefined)
    return json(404, { text: JSON.stringify({ errors: 'Not Found' }), headers })
  return json(200, { text: `{"order":${text}}`, headers })
}

function list(
  url: URL,
  { orders, shop }: AdminApiOptions,
  headers: Record<string, string>,
): Response {
  const limit = Math.min(250, Number(url.searchParams.get('limit') ?? 50))
  const [start = 0, since = 0] = pageOf(url.searchParams)
  const all = [...orders.values()]
    .filter(({ updatedAt }) => updatedAt >= since)
    .sort((a, b) => a.updatedAt - b.updatedAt || Number(a.id - b.id))
  const page = all.slice(start, start + limit)
  const next = start + limit
  const link: Record<string, string> =
    next < all.length
      ? {
          link: `<${url.origin}${url.pathname}?limit=${limit}&page_info=${next}-${since}>; rel="next"`,
        }
      : {}
  const text = page.map((order) => printOrder(order, shop)).join(',')
  return json(200, { text: `{"orders":[${text}]}`, headers: { ...headers, ...link } })
}

// a page's link carries the bounds of the first page: where it begins, and since when
function pageOf(given: URLSearchParams): number[] {
  const page = given.get('page_info')
  return page
    ? page.split('-').map(Number)
    : [0, Date.parse(given.get('updated_at_min') ?? '') || 0]
}
