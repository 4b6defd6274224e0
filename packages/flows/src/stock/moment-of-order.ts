import { compareInstants, type Instant, type Order } from '@canonry/model'

/** When an order was changed last. */
export function changedAt({ updatedAt, placedAt }: Order): Instant {
  return updatedAt ?? placedAt
}

/**
 * When an order came to say what it says: when it was changed last. What was sent of one that is first
 * heard of after it was closed was sent by then, whatever has been noted on it since.
 */
export function momentOf(order: Order, before: Order | undefined): Instant {
  const changed = changedAt(order)
  const { closedAt } = order
  if (before !== undefined || closedAt === undefined) return changed
  return compareInstants(closedAt, changed) < 0 ? closedAt : changed
}
