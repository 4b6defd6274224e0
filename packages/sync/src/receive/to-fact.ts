import type { Connection, WebhookHead, WebhookRules } from '@canonry/pack'
import type { NewFact } from '../journal/fact.js'
import { isLongKey } from '../journal/long-name.js'
import { shardOf } from '../journal/shard.js'
import { fromStart } from './from-start.js'
import { KEPT_BYTES, NESTING_LEVELS } from './limits.js'
import { nestsDeeper } from './nesting.js'
import type { ReceivedBody } from './read-body.js'

/** A delivery whose signature holds. */
export interface Delivery {
  readonly connection: Connection
  readonly rules: WebhookRules
  readonly head: WebhookHead
  readonly headers: Headers
  readonly body: ReceivedBody
  readonly receivedAt: number
}

/** The fact that a delivery becomes; nothing of its body has been parsed. */
export function toFact(delivery: Delivery): NewFact {
  const { connection, rules, head, body } = delivery
  const resource = rules.resource(head.topic)
  const routingKey = routingKeyOf(delivery)
  const withheld = withheldFor(body)
  return {
    connection: connection.id,
    origin: 'webhook',
    shard: shardOf(connection.id, routingKey ?? body.hash),
    topic: head.topic,
    ...(resource !== undefined && { resource }),
    apiVersion: head.apiVersion ?? connection.apiVersion,
    ...(routingKey !== undefined && { routingKey }),
    ...(head.eventId !== undefined && { eventId: head.eventId }),
    ...(head.orderHint !== undefined && { orderHint: head.orderHint }),
    hash: body.hash,
    size: body.size,
    receivedAt: delivery.receivedAt,
    headers: keptHeaders(delivery.headers),
    ...(withheld ? { withheld } : { body: body.kept }),
  }
}

function withheldFor({ size, kept }: ReceivedBody): NewFact['withheld'] {
  if (size > KEPT_BYTES) return 'oversize'
  return nestsDeeper(kept, NESTING_LEVELS) ? 'too-deep' : undefined
}

function routingKeyOf({ rules, head, body }: Delivery): string | undefined {
  const key = fromStart(body, (text) => rules.routingKey(head.topic, text()))
  // what nothing can be found by names nothing; what it says is judged when it is read
  return key === undefined || isLongKey(key) ? undefined : key
}

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie'])

function keptHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !SECRET_HEADERS.has(name)))
}
