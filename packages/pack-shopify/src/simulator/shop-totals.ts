import { addPairs, mapPair, NOTHING, type Pair, subtractPair } from './pair.js'
import type { ShopLine, ShopOrder } from './shop-order.js'

/** What the shop says an order comes to, on both sides. */
export interface ShopTotals {
  readonly items: Pair
  readonly discounts: Pair
  readonly subtotal: Pair
  readonly shipping: Pair
  readonly tax: Pair
  readonly total: Pair
}

/**
 * Adds an order up the way Shopify's published identity says: subtotal = items − line discounts;
 * total = subtotal + discounted shipping + (tax unless included) + tip.
 *
 * `current` counts the units left after edits, `original` all that were ordered.
 */
export function shopTotals(order: ShopOrder, which: 'current' | 'original'): ShopTotals {
  const units = (line: ShopLine) => (which === 'current' ? line.current : line.quantity)
  const share = (line: ShopLine, pair: Pair) =>
    mapPair(pair, (amount) => Math.round((amount * units(line)) / line.quantity))
  const items = addPairs(
    ...order.lines.map((line) => mapPair(line.unit, (unit) => unit * units(line))),
  )
  const lineDiscounts = addPairs(
    ...order.lines.flatMap((line) => line.allocations.map(({ amount }) => share(line, amount))),
  )
  const shipping = addPairs(...order.shipping.map(({ discounted }) => discounted))
  const list = addPairs(...order.shipping.map(({ price }) => price))
  const tax = addPairs(
    ...order.lines.flatMap((line) => line.taxes.map(({ amount }) => share(line, amount))),
    ...order.shipping.flatMap(({ taxes }) => taxes.map(({ amount }) => amount)),
    { shop: order.drift, buyer: order.drift },
  )
  const subtotal = subtractPair(items, lineDiscounts)
  const total = addPairs(subtotal, shipping, order.taxesIncluded ? NOTHING : tax, order.tip)
  const discounts = addPairs(lineDiscounts, subtractPair(list, shipping))
  return { items, discounts, subtotal, shipping: list, tax, total }
}
