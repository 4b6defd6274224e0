import { type PaymentTotals, paymentTotals } from '../payment/payment-totals.js'
import { refundTotals } from '../payment/refund-totals.js'
import type { Side } from '../value/amount.js'
import { compareDecimals } from '../value/decimal.js'
import { addMoney, type Money, subtractMoney, zeroMoney } from '../value/money.js'
import { assertedTotal } from './check-totals.js'
import type { Order } from './order.js'
import type { OrderFacts } from './order-facts.js'
import { sideCurrency, sideOf } from './order-side.js'
import { orderTotals } from './order-totals.js'

/** How an order's money stands. */
export type PaymentStatus =
  | 'unpaid'
  | 'authorised'
  | 'part-paid'
  | 'paid'
  | 'over-paid'
  | 'part-refunded'
  | 'refunded'
  | 'voided'
  | 'charged-back'
  | 'unknown'

/** The money of an order on one side. */
export interface OrderMoney extends PaymentTotals {
  /** What the buyer must pay by now: after cancellations and returns, with cash rounding. */
  readonly owed: Money
  /** Taken, less what went back by refunds and chargebacks. */
  readonly kept: Money
}

/**
 * The payment status: from transactions where the source delivers them, else from the outstanding
 * amount that it asserts. Labels play no part, and what is pending counts as nothing.
 */
export function paymentStatusOf(order: Order, facts: OrderFacts = {}): PaymentStatus {
  if (facts.transactions === undefined) return statusFromOutstanding(order, facts)
  const side =
    order.buyerCurrency !== undefined && orderMoney(order, facts, 'buyer') ? 'buyer' : 'shop'
  const money = orderMoney(order, facts, side)
  return money ? statusFromMoney(money) : 'unknown'
}

/** What the buyer must pay on a side by now; `undefined` where nothing says it. */
export function owedMoney(order: Order, side: Side): Money | undefined {
  const asserted = assertedTotal(order)
  const total = asserted && sideOf(order, asserted, side)
  if (!total) return orderTotals(order, side)?.total
  const rounding = order.rounding ? sideOf(order, order.rounding, side) : undefined
  return rounding ? addMoney(total, rounding) : total
}

/** An order's money on one side, from its transactions and refunds. */
export function orderMoney(order: Order, facts: OrderFacts, side: Side): OrderMoney | undefined {
  const reading = { side, currency: sideCurrency(order, side) }
  const paid = paymentTotals(facts.transactions ?? [], reading)
  const back = refundTotals(facts, reading)
  const owed = owedMoney(order, side)
  if (!paid || !back || !owed) return undefined
  const { refunded } = back
  const kept = subtractMoney(paid.captured, addMoney(refunded, paid.chargedBack))
  return { ...paid, refunded, owed, kept }
}

function statusFromMoney(money: OrderMoney): PaymentStatus {
  const { captured, refunded, chargedBack, owed } = money
  if (isPositive(chargedBack)) return 'charged-back'
  if (!isPositive(captured)) return statusBeforePayment(money)
  if (isPositive(refunded))
    return isPositive(subtractMoney(captured, refunded)) ? 'part-refunded' : 'refunded'
  const order = compareDecimals(captured.amount, owed.amount)
  return order < 0 ? 'part-paid' : order > 0 ? 'over-paid' : 'paid'
}

function statusBeforePayment({ authorised, voided, owed }: OrderMoney): PaymentStatus {
  if (isPositive(authorised)) return 'authorised'
  if (isPositive(voided)) return 'voided'
  return isPositive(owed) ? 'unpaid' : 'paid'
}

function statusFromOutstanding(order: Order, facts: OrderFacts): PaymentStatus {
  const { outstanding } = order.asserted
  const owed = owedMoney(order, 'shop')
  if (!outstanding || !owed || outstanding.currency !== owed.currency) return 'unknown'
  if (compareDecimals(outstanding.amount, '0') > 0) {
    return compareDecimals(outstanding.amount, owed.amount) < 0 ? 'part-paid' : 'unpaid'
  }
  const back = refundTotals(facts, { side: 'shop', currency: order.currency })
  if (isPositive(back?.refunded ?? zeroMoney(order.currency))) {
    return isPositive(owed) ? 'part-refunded' : 'refunded'
  }
  return outstanding.amount === '0' ? 'paid' : 'over-paid'
}

function isPositive({ amount }: Money): boolean {
  return compareDecimals(amount, '0') > 0
}
