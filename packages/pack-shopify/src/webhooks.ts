import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SignatureCheck, SignedHead, WebhookHead, WebhookRules } from '@canonry/pack'
import { err, ok } from 'neverthrow'
import { LEVEL } from './connector/stock/levels.js'
import { accountOf } from './shop-domain.js'

// Two header families exist: X-Shopify-* for webhooks and shopify-* for the newer events.
// https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
const FAMILIES = ['x-shopify-', 'shopify-'] as const

/** The topics that tell of orders. */
export const ORDER_TOPICS: ReadonlySet<string> = new Set([
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/cancelled',
  'orders/fulfilled',
  'orders/partially_fulfilled',
  'orders/delete',
])

// whatever else happens to an order is an update of it, too
const LISTENED = ['orders/create', 'orders/updated', 'orders/delete'] as const

/** The topic that names a level whose available quantity has changed. */
export const LEVEL_TOPIC = 'inventory_levels/update'

/** What a connection subscribes to. */
export function topicsOf({ stock = false }: { readonly stock?: boolean }): readonly string[] {
  return stock ? [...LISTENED, LEVEL_TOPIC] : LISTENED
}

/**
 * Shopify's webhooks: base64 HMAC-SHA256 of the raw body under the app's client secret.
 *
 * Nothing but the body is signed, so the shop domain is checked against the connection and replays
 * are caught by event id and body hash. A header that came twice counts as unsigned.
 * Source: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export const webhooks: WebhookRules = {
  begin(signed) {
    const signature = header(signed.headers, 'hmac-sha256')
    return signature && /^[A-Za-z0-9+/]{43}=$/.test(signature)
      ? ok(signatureCheck(signature, signed))
      : err({ kind: 'unsigned' })
  },
  head: readHead,
  // an order that is deleted is named by its id, and nothing else: https://shopify.dev/docs/api/webhooks?reference=toml#list-of-topics-orders/delete
  deletes: (topic) => topic === 'orders/delete',
  // it names the item by a number alone, and not by the SKU that others know it by
  thin: (topic) => topic === LEVEL_TOPIC,
  resource: (topic) => {
    if (topic === LEVEL_TOPIC) return LEVEL
    return ORDER_TOPICS.has(topic) ? 'order@webhook' : undefined
  },
  routingKey: (topic, start) => {
    if (topic === LEVEL_TOPIC) return levelName(start)
    return topic.startsWith('orders/') ? orderId(start) : undefined
  },
}

function signatureCheck(signature: string, { secrets }: SignedHead): SignatureCheck {
  const given = Buffer.from(signature, 'base64')
  const macs = secrets.map((secret) => createHmac('sha256', secret))
  return {
    update: (chunk) => {
      for (const mac of macs) mac.update(chunk)
    },
    // every secret is compared, so the time taken does not tell which one matched
    holds: () => macs.map((mac) => timingSafeEqual(mac.digest(), given)).includes(true),
  }
}

function readHead(headers: Headers): WebhookHead | undefined {
  const topic = header(headers, 'topic')
  if (topic === undefined) return undefined
  const domain = header(headers, 'shop-domain')
  return {
    topic,
    ...given('account', domain === undefined ? undefined : accountOf(domain)),
    // one event reaches several subscriptions under several webhook ids, but one event id
    ...given('eventId', header(headers, 'event-id') ?? header(headers, 'webhook-id')),
    ...given('apiVersion', header(headers, 'api-version')),
    ...given('orderHint', header(headers, 'triggered-at')),
  }
}

function header(headers: Headers, name: string): string | undefined {
  for (const family of FAMILIES) {
    const value = headers.get(`${family}${name}`)
    if (value !== null) return value
  }
  return undefined
}

function given<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string })
}

// the gid keeps all digits even where a client printed the numeric id through a double
function orderId(start: string): string | undefined {
  const found =
    /"gid:\/\/shopify\/Order\/(\d{1,20})"/.exec(start) ??
    /^\s*\{\s*"id"\s*:\s*(\d{1,20})/.exec(start)
  return found?.[1]
}

// https://shopify.dev/docs/api/webhooks?reference=toml#list-of-topics-inventory_levels/update
function levelName(start: string): string | undefined {
  const [, item] = /"inventory_item_id"\s*:\s*(\d{1,20})/.exec(start) ?? []
  const [, location] = /"location_id"\s*:\s*(\d{1,20})/.exec(start) ?? []
  return item && location ? `${item}:${location}` : undefined
}
