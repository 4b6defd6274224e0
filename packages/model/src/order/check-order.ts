import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { checkCurrencies } from './check-currencies.js'
import { checkDiscounts } from './check-discounts.js'
import { checkLines } from './check-lines.js'
import { checkTotals } from './check-totals.js'
import type { Order } from './order.js'

/**
 * What does not hold in an order: names, counters and measures of its lines, discounts and who pays
 * them, amounts of a wrong currency, and totals that differ from what the source asserts, on each
 * side alone.
 */
export function checkOrder(order: Order): Finding[] {
  return [
    ...checkRefs(order.refs),
    ...checkLines(order),
    ...checkDiscounts(order),
    ...checkCurrencies(order),
    ...checkTotals(order, 'shop'),
    ...(order.buyerCurrency === undefined ? [] : checkTotals(order, 'buyer')),
  ]
}
