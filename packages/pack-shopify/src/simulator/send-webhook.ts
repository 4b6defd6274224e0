import { createHmac } from 'node:crypto'
import type { Env } from '@canonry/pack'

/** One webhook on its way. */
export interface Delivery {
  /** Where to. */
  readonly address: string
  readonly topic: string
  readonly text: string
  readonly eventId: string
  readonly triggeredAt: number
  /** Signed with a secret that is not the shop's. */
  readonly forged: boolean
  readonly attempt: number
  readonly at: number
}

/** In whose name webhooks are sent. */
export interface Sender {
  readonly shop: string
  readonly secret: string
  readonly apiVersion: string
  readonly env: Env
}

// Shopify closes the connection after five seconds in all
const ANSWER_WITHIN_MS = 5000

/** POSTs a signed webhook; the status of the answer, or `undefined` when none came. */
export async function sendWebhook(delivery: Delivery, sender: Sender): Promise<number | undefined> {
  try {
    const response = await sender.env.fetch(signedRequest(delivery, sender))
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}

function signedRequest(delivery: Delivery, { shop, secret, apiVersion }: Sender): Request {
  const key = delivery.forged ? `${secret}-forged` : secret
  return new Request(delivery.address, {
    method: 'POST',
    body: delivery.text,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': delivery.topic,
      'x-shopify-hmac-sha256': createHmac('sha256', key).update(delivery.text).digest('base64'),
      'x-shopify-shop-domain': `${shop}.myshopify.com`,
      'x-shopify-api-version': apiVersion,
      'x-shopify-webhook-id': `${delivery.eventId}-${delivery.attempt}`,
      'x-shopify-event-id': delivery.eventId,
      'x-shopify-triggered-at': new Date(delivery.triggeredAt).toISOString(),
    },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
}
