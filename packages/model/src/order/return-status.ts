import type { Return } from '../returns/return.js'
import { compareDecimals } from '../value/decimal.js'
import type { Order } from './order.js'
import { type OrderFacts, returnedOf, sentOf } from './order-facts.js'

/** How an order's goods come back; `in-progress` is agreed and not yet here. */
export type ReturnStatus = 'none' | 'requested' | 'in-progress' | 'part-returned' | 'returned'

/** The return status: received units from returns where the source delivers them, else from counters. */
export function returnStatusOf(
  order: Pick<Order, 'lines'>,
  facts: Pick<OrderFacts, 'returns' | 'shipments'> = {},
): ReturnStatus {
  const { returns = [] } = facts
  const back = returnedOf(facts)
  const sent = sentOf(facts)
  const some = order.lines.some((line) => compareDecimals(back(line), '0') > 0)
  if (!some) return announced(returns)
  const all = order.lines.every((line) => compareDecimals(back(line), sent(line)) >= 0)
  return all ? 'returned' : 'part-returned'
}

function announced(returns: readonly Return[]): ReturnStatus {
  if (returns.some(({ state }) => state === 'approved')) return 'in-progress'
  return returns.some(({ state }) => state === 'requested') ? 'requested' : 'none'
}
