import { createHmac } from 'node:crypto'
import type { Env } from '@canonry/pack'
import {
  createDeliveries,
  type Deliveries,
  type Delivery,
  type DeliveryFaults,
  type Random,
  randomId,
} from '@canonry/pack/simulator'
import type { Subscriptions } from './subscriptions.js'

/** In whose name webhooks are sent, and to whom. */
export interface ShopWebhookOptions {
  readonly shop: string
  readonly secret: string
  readonly apiVersion: string
  readonly subscriptions: Subscriptions
  readonly env: Env
  readonly random: Random
  readonly faults?: Partial<DeliveryFaults>
}

/**
 * The webhooks of a shop: signed, delivered at least once, in no promised order, to whoever has
 * subscribed. Who answers none of nine tries is told nothing more of that topic.
 */
export interface ShopWebhooks
  extends Pick<Deliveries<ShopWebhook>, 'counts' | 'deliverDue' | 'nextAt'> {
  /** Tells all subscribers of a topic what happened at a moment (epoch ms; default now). */
  tell(topic: string, text: string, at?: number): void
}

/** One webhook to one subscriber. */
interface ShopWebhook {
  readonly topic: string
  readonly address: string
  readonly text: string
  readonly eventId: string
}

// eight retries within four hours; the spacing is not published
const RETRIES_MS = [10, 60, 120, 300, 600, 1800, 3600, 7200].map((seconds) => seconds * 1000)
// Shopify closes the connection after five seconds in all
const ANSWER_WITHIN_MS = 5000

/** Starts the delivery of a shop's webhooks. */
export function createShopWebhooks(options: ShopWebhookOptions): ShopWebhooks {
  const { subscriptions, random } = options
  const { queue, ...deliveries } = createDeliveries<ShopWebhook>({
    ...options,
    retriesMs: RETRIES_MS,
    request: (delivery) => signedRequest(delivery, options),
    // https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks
    givenUp: ({ topic, address }) => subscriptions.remove(topic, address),
  })
  return {
    ...deliveries,
    tell(topic, text, at) {
      const toEach = (address: string) => ({ topic, address, text, eventId: randomId(random) })
      queue(subscriptions.addressesOf(topic).map(toEach), at)
    },
  }
}

function signedRequest(
  { message, queuedAt, forged, attempt }: Delivery<ShopWebhook>,
  { shop, secret, apiVersion }: ShopWebhookOptions,
): Request {
  const { address, topic, text, eventId } = message
  const key = forged ? `${secret}-forged` : secret
  return new Request(address, {
    method: 'POST',
    body: text,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-hmac-sha256': createHmac('sha256', key).update(text).digest('base64'),
      'x-shopify-shop-domain': `${shop}.myshopify.com`,
      'x-shopify-api-version': apiVersion,
      'x-shopify-webhook-id': `${eventId}-${attempt}`,
      'x-shopify-event-id': eventId,
      'x-shopify-triggered-at': new Date(queuedAt).toISOString(),
    },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
}
