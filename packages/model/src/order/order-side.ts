import type { Amount, Side } from '../value/amount.js'
import type { Currency } from '../value/currency.js'
import type { Money } from '../value/money.js'
import type { Order } from './order.js'

/** What tells the sides of an order's amounts apart. */
export type OrderCurrencies = Pick<Order, 'currency' | 'buyerCurrency'>

/** The currency of a side: the buyer's where the order has one, else the shop's. */
export function sideCurrency(order: OrderCurrencies, side: Side): Currency {
  return side === 'buyer' ? (order.buyerCurrency ?? order.currency) : order.currency
}

/**
 * One side of an amount of this order.
 *
 * `undefined` when the buyer's side is not known, or when the amount is not in the side's currency:
 * money of another currency cannot be added up.
 */
export function sideOf(order: OrderCurrencies, amount: Amount, side: Side): Money | undefined {
  const money = side === 'shop' || order.buyerCurrency === undefined ? amount.shop : amount.buyer
  return money?.currency === sideCurrency(order, side) ? money : undefined
}
