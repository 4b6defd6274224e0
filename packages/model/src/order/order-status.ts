import { compareDecimals } from '../value/decimal.js'
import type { Order } from './order.js'
import { remainingUnits } from './order-line.js'

/** Where an order stands as a whole. */
export type OrderLifecycle = 'placed' | 'closed' | 'cancelled'

/** How much of an order's money came in, as far as counters tell. */
export type PaymentStatus = 'unpaid' | 'part-paid' | 'paid' | 'unknown'

/** How much of an order's goods went out. */
export type FulfilmentStatus = 'none' | 'partial' | 'complete'

/** The lifecycle: a cancellation wins over closing, whatever came first. */
export function lifecycleOf(order: Pick<Order, 'cancelledAt' | 'closedAt'>): OrderLifecycle {
  if (order.cancelledAt !== undefined) return 'cancelled'
  return order.closedAt === undefined ? 'placed' : 'closed'
}

/** The payment status from the asserted outstanding amount; labels play no part. */
export function paymentStatusOf(order: Pick<Order, 'asserted'>): PaymentStatus {
  const { outstanding, currentTotal, total } = order.asserted
  const owed = (currentTotal ?? total)?.shop
  if (!outstanding || !owed) return 'unknown'
  if (compareDecimals(outstanding.amount, '0') <= 0) return 'paid'
  return compareDecimals(outstanding.amount, owed.amount) < 0 ? 'part-paid' : 'unpaid'
}

/** The fulfilment status from the line counters of goods that ship. */
export function fulfilmentStatusOf(order: Pick<Order, 'lines'>): FulfilmentStatus {
  const lines = order.lines.filter((line) => line.requiresShipping)
  const started = lines.some(({ quantity }) => compareDecimals(quantity.fulfilled, '0') > 0)
  const done = lines.every(
    (line) => compareDecimals(line.quantity.fulfilled, remainingUnits(line)) >= 0,
  )
  if (!started) return 'none'
  return done ? 'complete' : 'partial'
}
