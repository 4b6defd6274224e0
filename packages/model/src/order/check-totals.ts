import type { Finding } from '../entity/finding.js'
import type { Amount, Side } from '../value/amount.js'
import { type Money, printMoney, subtractMoney } from '../value/money.js'
import type { Order } from './order.js'
import { sideOf } from './order-side.js'
import { type OrderTotals, orderTotals, originalTotals } from './order-totals.js'

/** The total that an order's lines must reach: after cancellations where the source says it. */
export function assertedTotal(order: Order): Amount | undefined {
  return order.asserted.currentTotal ?? order.asserted.total
}

/**
 * What the source's total is above (or, negative, below) the sum of its own parts on one side.
 *
 * `undefined` when the source asserts no total or an amount of that side is unknown.
 */
export function totalDifference(order: Order, side: Side): Money | undefined {
  return differenceOf(order, { side, claimed: assertedTotal(order), totals: orderTotals })
}

/**
 * The same for the total that the source keeps of the order as it was placed, before cancellations
 * and returns; `undefined` where it keeps only one total.
 */
export function originalDifference(order: Order, side: Side): Money | undefined {
  if (order.asserted.currentTotal === undefined) return undefined
  return differenceOf(order, { side, claimed: order.asserted.total, totals: originalTotals })
}

/** A total of the source that differs from the order's own parts on a side, or that cannot be added up. */
export function checkTotals(order: Order, side: Side): Finding[] {
  if (!orderTotals(order, side)) {
    const message = `the ${side} side is missing on at least one amount, so it cannot be added up`
    return [{ code: 'side-unknown', path: '/asserted/total', message }]
  }
  const asserted = order.asserted.currentTotal === undefined ? 'total' : 'currentTotal'
  const now = totalDifference(order, side)
  const before = originalDifference(order, side)
  return [
    ...differs(now, { path: `/asserted/${asserted}`, from: 'its lines, charges and taxes' }),
    // the same cents missing before and after are one disagreement, not two
    ...(before?.amount === now?.amount
      ? []
      : differs(before, {
          path: '/asserted/total',
          from: 'what was ordered before cancellations and returns',
        })),
  ]
}

interface Comparison {
  readonly side: Side
  readonly claimed: Amount | undefined
  readonly totals: (order: Order, side: Side) => OrderTotals | undefined
}

function differenceOf(order: Order, { side, claimed, totals }: Comparison): Money | undefined {
  const stated = claimed && sideOf(order, claimed, side)
  const own = totals(order, side)
  if (!stated || !own) return undefined
  return subtractMoney(stated, subtractMoney(own.total, own.rounding))
}

function differs(
  difference: Money | undefined,
  { path, from }: { readonly path: string; readonly from: string },
): Finding[] {
  if (!difference || difference.amount === '0') return []
  const message = `the source's total differs by ${printMoney(difference)} from ${from}`
  return [{ code: 'total-differs', path, message, difference }]
}
