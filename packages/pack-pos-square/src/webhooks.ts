import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  type SignatureCheck,
  type SignedHead,
  valueAt,
  type WebhookHead,
  type WebhookRules,
} from '@canonry/pack'
import { err, ok } from 'neverthrow'

const SIGNATURE = 'x-square-hmacsha256-signature'

const RESOURCES: Readonly<Record<string, string>> = {
  'order.created': 'order@rest',
  'order.updated': 'order@rest',
  'order.fulfillment.updated': 'order@rest',
  'refund.created': 'order@rest',
  'refund.updated': 'order@rest',
  'payment.created': 'payment@webhook',
  'payment.updated': 'payment@webhook',
  'inventory.count.updated': 'inventoryCount@rest',
  'location.created': 'location@rest',
  'location.updated': 'location@rest',
}

/**
 * Square's webhooks: base64 HMAC-SHA256 of the registered URL and the raw body behind it, under the
 * signature key of the subscription.
 *
 * The URL is signed as it was registered, so it must be given where a proxy stands between. What an
 * event is about stands in its body, no header says it; one event has one `event_id`, however often
 * it is sent. Events of orders, stock and locations only name what changed, which is read then; so
 * the counts in an event that comes late override nothing. Those of payments carry the payment.
 * Sources: https://developer.squareup.com/docs/webhooks/step3validate,
 * https://developer.squareup.com/docs/orders-api/webhooks
 */
export function webhooksAt(notificationUrl?: string): WebhookRules {
  return {
    begin(signed) {
      const signature = signed.headers.get(SIGNATURE)
      return signature && /^[A-Za-z0-9+/]{43}=$/.test(signature)
        ? ok(signatureCheck(signature, { ...signed, url: notificationUrl ?? signed.url }))
        : err({ kind: 'unsigned' })
    },
    head: (_, start) => headIn(start()),
    resource: resourceOf,
    thin: (topic) => resourceOf(topic)?.endsWith('@rest') === true,
    version: versionTold,
    routingKey,
  }
}

function resourceOf(topic: string): string | undefined {
  return Object.hasOwn(RESOURCES, topic) ? RESOURCES[topic] : undefined
}

function signatureCheck(signature: string, { secrets, url }: SignedHead): SignatureCheck {
  const given = Buffer.from(signature, 'base64')
  const macs = secrets.map((secret) => createHmac('sha256', secret).update(url))
  return {
    update: (chunk) => {
      for (const mac of macs) mac.update(chunk)
    },
    // every secret is compared, so the time taken does not tell which one matched
    holds: () => macs.map((mac) => timingSafeEqual(mac.digest(), given)).includes(true),
  }
}

function headIn(text: string): WebhookHead | undefined {
  const event = parsed(text)
  const topic = textAt(event, '/type')
  if (topic === undefined) return undefined
  const [account, eventId] = [textAt(event, '/merchant_id'), textAt(event, '/event_id')]
  const orderHint = textAt(event, '/created_at')
  return {
    topic,
    ...(account !== undefined && { account }),
    ...(eventId !== undefined && { eventId }),
    ...(orderHint !== undefined && { orderHint }),
  }
}

function routingKey(topic: string, start: string): string | undefined {
  if (resourceOf(topic) === undefined) return undefined
  const event = parsed(start)
  if (topic === 'inventory.count.updated') return placesIn(event)
  // the id of an event about a payment is the event's own in older samples: the payment names itself
  if (topic.startsWith('payment.')) return textAt(event, '/data/object/payment/id')
  // where the money of a refund went belongs to the order that takes the goods back
  return textAt(event, topic.startsWith('refund.') ? '/data/object/refund/order_id' : '/data/id')
}

// orders are told apart by when they were updated last, and events of them say it; that one was made is no
// news of any that is known. What counts and locations tell of is not told apart so well
function versionTold(topic: string, text: string): string | undefined {
  if (resourceOf(topic) !== 'order@rest') return undefined
  const said = `/data/object/${topic.replaceAll('.', '_')}`
  const event = parsed(text)
  return textAt(event, `${said}/${topic === 'order.created' ? 'created_at' : 'updated_at'}`)
}

/** What joins the variations, and the locations, of which one event tells: they are read together. */
export const SEPARATOR = ','

// as positions are named, `VARIATION:LOCATION`: a sale in one of many stores is no news of the others
function placesIn(event: unknown): string | undefined {
  const counts = valueAt(event, '/data/object/inventory_counts')
  if (!Array.isArray(counts)) return undefined
  const variations = namesIn(counts, '/catalog_object_id')
  if (variations.length === 0) return undefined
  const locations = namesIn(counts, '/location_id')
  const isPlaced = counts.every((count: unknown) => textAt(count, '/location_id') !== undefined)
  return isPlaced ? `${joined(variations)}:${joined(locations)}` : joined(variations)
}

function namesIn(counts: readonly unknown[], place: string): readonly string[] {
  return counts.flatMap((count) => textAt(count, place) ?? [])
}

function joined(names: readonly string[]): string {
  return [...new Set(names)].sort().join(SEPARATOR)
}

function textAt(event: unknown, pointer: string): string | undefined {
  const value = valueAt(event, pointer)
  return typeof value === 'string' && value !== '' ? value : undefined
}

// the beginning of a longer text is no JSON: then the whole of it is offered
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
