import type { Finding } from '../entity/finding.js'
import { checkFacts } from './check-facts.js'
import { type FulfilmentStatus, fulfilmentStatusOf } from './fulfilment-status.js'
import type { Order } from './order.js'
import type { OrderFacts } from './order-facts.js'
import { lifecycleOf, type OrderLifecycle } from './order-lifecycle.js'
import { type PaymentStatus, paymentStatusOf } from './payment-status.js'
import { type ReturnStatus, returnStatusOf } from './return-status.js'

/** Where an order stands, on four axes that never move one another. */
export interface OrderStatus {
  readonly lifecycle: OrderLifecycle
  readonly payment: PaymentStatus
  readonly fulfilment: FulfilmentStatus
  readonly returns: ReturnStatus
  /** Where the source's own labels and counters say otherwise; they changed nothing here. */
  readonly findings: readonly Finding[]
}

/**
 * Derives an order's statuses: from child facts where the source delivers them, else from the
 * counters and amounts that it asserts.
 */
export function orderStatus(order: Order, facts: OrderFacts = {}): OrderStatus {
  const payment = paymentStatusOf(order, facts)
  const fulfilment = fulfilmentStatusOf(order, facts)
  return {
    lifecycle: lifecycleOf(order),
    payment,
    fulfilment,
    returns: returnStatusOf(order, facts),
    findings: checkFacts({ order, facts, payment, fulfilment }),
  }
}
