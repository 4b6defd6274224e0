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
import { momentText } from './merchant.js'
import type { Wire } from './wire.js'

/** In whose name webhooks are sent, and where to. */
export interface SquareWebhookOptions {
  readonly merchant: string
  /** The signature key of the subscription. */
  readonly signatureKey: string
  /** The URL that is registered; without one nobody is told. */
  readonly notificationUrl?: string
  /** The types of events that are subscribed; default all. */
  readonly events?: readonly string[]
  readonly env: Env
  readonly random: Random
  readonly faults?: Partial<DeliveryFaults>
}

/** The webhooks of a merchant: signed, at least once, in no promised order. */
export interface SquareWebhooks
  extends Pick<Deliveries<string>, 'counts' | 'deliverDue' | 'nextAt'> {
  /** Tells of an event now. */
  tell(type: string, data: Wire): void
}

// for up to 24 hours, with growing distance; the spacing here is our own
const RETRIES_MS = [1, 2, 4, 8, 15, 30, 60, 120, 240, 480, 480].map((minutes) => minutes * 60_000)
const ANSWER_WITHIN_MS = 10_000

/** Starts the delivery of a merchant's webhooks. */
export function createSquareWebhooks(options: SquareWebhookOptions): SquareWebhooks {
  const { notificationUrl, events } = options
  const { queue, ...deliveries } = createDeliveries<string>({
    ...options,
    retriesMs: RETRIES_MS,
    request: (delivery) => signedRequest(delivery, options),
  })
  const isTold = (type: string) => notificationUrl !== undefined && events?.includes(type) !== false
  return {
    ...deliveries,
    tell: (type, data) => queue(isTold(type) ? [eventText({ type, data }, options)] : []),
  }
}

function eventText(
  { type, data }: { readonly type: string; readonly data: Wire },
  { merchant, env, random }: SquareWebhookOptions,
): string {
  return JSON.stringify({
    merchant_id: merchant,
    type,
    event_id: randomId(random),
    created_at: momentText(env.now()),
    data,
  })
}

function signedRequest(
  { message: text, queuedAt, forged, attempt }: Delivery<string>,
  { notificationUrl = '', signatureKey }: SquareWebhookOptions,
): Request {
  const mac = createHmac('sha256', forged ? `${signatureKey}-forged` : signatureKey)
  return new Request(notificationUrl, {
    method: 'POST',
    body: text,
    headers: {
      'content-type': 'application/json',
      'x-square-hmacsha256-signature': mac.update(notificationUrl).update(text).digest('base64'),
      'square-initial-delivery-timestamp': momentText(queuedAt),
      ...(attempt > 0 && { 'square-retry-number': String(attempt) }),
    },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
}
