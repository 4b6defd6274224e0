import type { NewFact } from './fact.js'

/** Under which names a delivery is remembered, so that it is journaled once. */
export interface DedupeKeys {
  readonly event?: string
  readonly body: string
}

/**
 * What makes a fact the same delivery as another.
 *
 * Event ids of webhooks are not signed, so their content counts as well. Who hands documents over
 * says what an event is: equal content is the same delivery only under the same key and event id.
 */
export function dedupeKeysOf(fact: NewFact): DedupeKeys {
  const { connection, topic, hash, eventId, origin, resource, routingKey } = fact
  const event =
    eventId === undefined ? {} : { event: JSON.stringify(['event', connection, eventId]) }
  if (origin === 'webhook') {
    return { ...event, body: JSON.stringify(['body', connection, topic, hash]) }
  }
  const name = [resource, routingKey, eventId ?? '']
  return { ...event, body: JSON.stringify(['body', connection, topic, ...name, hash]) }
}
