import type { Amount, Side } from '../value/amount.js'
import { addMoney, type Money, sumMoney, zeroMoney } from '../value/money.js'
import type { Charge } from './charge.js'
import type { Order } from './order.js'
import type { OrderLine } from './order-line.js'
import { sideCurrency, sideOf } from './order-side.js'
import {
  allKnown,
  type Basis,
  chargeTotals,
  lineTotals,
  type PartTotals,
  type Reading,
} from './part-totals.js'

/** An order's totals on one side, from its lines and charges: `total` is what the customer owes. */
export interface OrderTotals {
  readonly lines: readonly PartTotals[]
  readonly charges: readonly PartTotals[]
  readonly discount: Money
  readonly tax: Money
  readonly rounding: Money
  readonly total: Money
}

/**
 * Adds an order up on one side for the units that still belong to it.
 *
 * Price, discounts and taxes of a line with cancelled or returned units are split by units, largest
 * remainder first (Shopify states discounts and taxes "including refunded and removed quantities"),
 * so that what stays and what goes add up to the whole line. `undefined` when the side is unknown on
 * any amount.
 */
export function orderTotals(order: Order, side: Side): OrderTotals | undefined {
  return totalsOf(order, { side, basis: 'current' })
}

/**
 * Adds an order up on one side as it was placed: cancelled and returned units and removed charges
 * count. A return changes this total never, and {@link orderTotals} always.
 */
export function originalTotals(order: Order, side: Side): OrderTotals | undefined {
  return totalsOf(order, { side, basis: 'ordered' })
}

/** The taxes of an order's parts that come on top of their prices. */
export function exclusiveTaxes(part: OrderLine | Charge, totals: PartTotals): Money[] {
  return part.taxes.flatMap((tax, index) => (tax.included ? [] : [totals.taxes[index] as Money]))
}

function totalsOf(
  order: Order,
  { side, basis }: { readonly side: Side; readonly basis: Basis },
): OrderTotals | undefined {
  const currency = sideCurrency(order, side)
  const read = (amount: Amount) => sideOf(order, amount, side)
  const reading: Reading = { currency, basis, read }
  const lines = order.lines.map((line) => lineTotals(line, reading))
  const charges = order.charges.map((charge) => chargeTotals(charge, reading))
  const rounding = order.rounding ? read(order.rounding) : zeroMoney(currency)
  if (!rounding || !allKnown(lines) || !allKnown(charges)) return undefined
  const parts = [...lines, ...charges]
  const sum = (monies: readonly Money[]) => sumMoney(monies, currency)
  const onTop = [...order.lines, ...order.charges].flatMap((part, index) =>
    exclusiveTaxes(part, parts[index] as PartTotals),
  )
  return {
    lines,
    charges,
    discount: sum(parts.map(({ discount }) => discount)),
    tax: sum(parts.flatMap(({ taxes }) => taxes)),
    rounding,
    total: addMoney(sum([...parts.map(({ net }) => net), ...onTop]), rounding),
  }
}
