import { allocate } from '../value/allocate.js'
import type { Amount, Side } from '../value/amount.js'
import type { Currency } from '../value/currency.js'
import { type Decimal, multiplyDecimals, toUnits } from '../value/decimal.js'
import {
  addMoney,
  type Money,
  roundMoney,
  subtractMoney,
  sumMoney,
  zeroMoney,
} from '../value/money.js'
import type { Charge } from './charge.js'
import type { Order } from './order.js'
import { type OrderLine, remainingUnits } from './order-line.js'

/** The parts of one line or charge, on one side; `net` is before exclusive and with inclusive tax. */
export interface PartTotals {
  readonly gross: Money
  readonly discount: Money
  readonly net: Money
  readonly taxes: readonly Money[]
}

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
 * Discounts and taxes of a line with cancelled or returned units are split by units, largest
 * remainder first (Shopify states both "including refunded and removed quantities"). `undefined`
 * when the side is unknown on any amount.
 */
export function orderTotals(order: Order, side: Side): OrderTotals | undefined {
  const currency = sideCurrency(order, side)
  const read = (amount: Amount) => sideOf(order, amount, side)
  const lines = order.lines.map((line) => lineTotals(line, currency, read))
  const charges = order.charges.map((charge) => chargeTotals(charge, currency, read))
  const rounding = order.rounding ? read(order.rounding) : zeroMoney(currency)
  if (!rounding || !allKnown(lines) || !allKnown(charges)) return undefined
  const parts = [...lines, ...charges]
  const tax = sumMoney(
    parts.flatMap((part) => part.taxes),
    currency,
  )
  const net = sumMoney(
    parts.map((part) => part.net),
    currency,
  )
  return {
    lines,
    charges,
    discount: sumMoney(
      parts.map((part) => part.discount),
      currency,
    ),
    tax,
    rounding,
    total: addMoney(addMoney(net, exclusiveTax(order, lines, charges, currency)), rounding),
  }
}

/** The currency of a side: the buyer's where the order has one, else the shop's. */
export function sideCurrency(
  order: Pick<Order, 'currency' | 'buyerCurrency'>,
  side: Side,
): Currency {
  return side === 'buyer' ? (order.buyerCurrency ?? order.currency) : order.currency
}

/** One side of an amount of this order; `undefined` when the buyer's side is not known. */
export function sideOf(
  order: Pick<Order, 'buyerCurrency'>,
  amount: Amount,
  side: Side,
): Money | undefined {
  return side === 'shop' || order.buyerCurrency === undefined ? amount.shop : amount.buyer
}

type Read = (amount: Amount) => Money | undefined

function lineTotals(line: OrderLine, currency: Currency, read: Read): PartTotals | undefined {
  const price = read(line.unitPrice)
  const discounts = readAll(
    line.discounts.map(({ amount }) => amount),
    read,
  )
  const taxes = readAll(
    line.taxes.map(({ amount }) => amount),
    read,
  )
  if (!price || !discounts || !taxes) return undefined
  const keep = (money: Money) => remainingShare(money, line)
  const amount = multiplyDecimals(price.amount, remainingUnits(line))
  const gross = roundMoney({ amount, currency }, 'half-up')
  const discount = sumMoney(discounts.map(keep), currency)
  return { gross, discount, net: subtractMoney(gross, discount), taxes: taxes.map(keep) }
}

function chargeTotals(charge: Charge, currency: Currency, read: Read): PartTotals | undefined {
  if (charge.removed) {
    const nothing = zeroMoney(currency)
    return {
      gross: nothing,
      discount: nothing,
      net: nothing,
      taxes: charge.taxes.map(() => nothing),
    }
  }
  const gross = read(charge.amount)
  const stated = charge.discounted && read(charge.discounted)
  const discounts = readAll(
    charge.discounts.map(({ amount }) => amount),
    read,
  )
  const taxes = readAll(
    charge.taxes.map(({ amount }) => amount),
    read,
  )
  if (!gross || !discounts || !taxes || (charge.discounted && !stated)) return undefined
  const net = stated ?? subtractMoney(gross, sumMoney(discounts, currency))
  return { gross, discount: subtractMoney(gross, net), net, taxes }
}

function remainingShare(money: Money, line: OrderLine): Money {
  const kept = wholeUnits(remainingUnits(line))
  const ordered = wholeUnits(line.quantity.ordered)
  if (kept === ordered || ordered <= 0n) return money
  if (kept <= 0n) return zeroMoney(money.currency)
  return allocate(money, [kept, ordered - kept])[0] as Money
}

// weighed goods have up to nine digits after the point; only the ratio matters here
function wholeUnits(quantity: Decimal): bigint {
  return toUnits(quantity, 9) ?? 0n
}

function exclusiveTax(
  order: Order,
  lines: readonly PartTotals[],
  charges: readonly PartTotals[],
  currency: Currency,
): Money {
  const pick = (part: OrderLine | Charge, totals: PartTotals | undefined) =>
    part.taxes.flatMap((tax, index) => (tax.included ? [] : [totals?.taxes[index] as Money]))
  return sumMoney(
    [
      ...order.lines.flatMap((line, index) => pick(line, lines[index])),
      ...order.charges.flatMap((charge, index) => pick(charge, charges[index])),
    ],
    currency,
  )
}

function readAll(amounts: readonly Amount[], read: Read): Money[] | undefined {
  const monies = amounts.map(read)
  return allKnown(monies) ? monies : undefined
}

function allKnown<T>(parts: (T | undefined)[]): parts is T[] {
  return parts.every((part) => part !== undefined)
}
