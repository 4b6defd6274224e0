import type { FulfilmentOrder } from '../fulfilment/fulfilment-order.js'
import { addDecimals, compareDecimals, type Decimal } from '../value/decimal.js'
import type { Order } from './order.js'
import { type OrderFacts, sentOf } from './order-facts.js'
import type { OrderLine } from './order-line.js'

/**
 * How an order's goods stand. Once some have gone out it is `partial` or `complete`; before that the
 * work says why nothing has. `not-required` is an order without goods that ship.
 */
export type FulfilmentStatus =
  | 'not-required'
  | 'none'
  | 'scheduled'
  | 'requested'
  | 'on-hold'
  | 'rejected'
  | 'partial'
  | 'complete'

/** The fulfilment status: sent units from shipments where the source delivers them, else from counters. */
export function fulfilmentStatusOf(
  order: Pick<Order, 'lines'>,
  facts: Pick<OrderFacts, 'shipments' | 'fulfilmentOrders'> = {},
): FulfilmentStatus {
  const lines = order.lines.filter((line) => line.requiresShipping)
  if (lines.length === 0) return 'not-required'
  const sent = sentOf(facts)
  const started = lines.some((line) => compareDecimals(sent(line), '0') > 0)
  if (!started) return statusOfWork(facts.fulfilmentOrders ?? [])
  return lines.every((line) => isComplete(line, sent(line))) ? 'complete' : 'partial'
}

function isComplete({ quantity }: OrderLine, sent: Decimal): boolean {
  return compareDecimals(addDecimals(sent, quantity.cancelled), quantity.ordered) >= 0
}

function statusOfWork(work: readonly FulfilmentOrder[]): FulfilmentStatus {
  const is = (...states: FulfilmentOrder['state'][]) =>
    work.some(({ state }) => states.includes(state))
  if (is('on-hold')) return 'on-hold'
  if (is('open', 'in-progress')) return 'requested'
  if (is('scheduled')) return 'scheduled'
  return is('rejected') ? 'rejected' : 'none'
}
