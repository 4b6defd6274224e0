import { allocate } from '../value/allocate.js'
import type { Amount } from '../value/amount.js'
import type { Currency } from '../value/currency.js'
import { type Decimal, multiplyDecimals, toUnits } from '../value/decimal.js'
import { type Money, roundMoney, subtractMoney, sumMoney, zeroMoney } from '../value/money.js'
import type { Charge } from './charge.js'
import { type OrderLine, remainingUnits } from './order-line.js'

/** The parts of one line or charge, on one side; `net` is before exclusive and with inclusive tax. */
export interface PartTotals {
  readonly gross: Money
  readonly discount: Money
  readonly net: Money
  readonly taxes: readonly Money[]
}

/** Which units count: all that were ordered, or those that still belong to the order. */
export type Basis = 'ordered' | 'current'

/** How amounts are read, and which units of them count. */
export interface Reading {
  readonly currency: Currency
  readonly basis: Basis
  readonly read: (amount: Amount) => Money | undefined
}

/** The totals of a line; `undefined` when the side is unknown on one of its amounts. */
export function lineTotals(line: OrderLine, reading: Reading): PartTotals | undefined {
  const { currency, read, basis } = reading
  const price = read(line.unitPrice)
  const discounts = readAll(line.discounts, read)
  const taxes = readAll(line.taxes, read)
  if (!price || !discounts || !taxes) return undefined
  const keep = (money: Money) => (basis === 'ordered' ? money : remainingShare(money, line))
  const gross = keep(lineGross(line, price))
  const discount = sumMoney(discounts.map(keep), currency)
  return { gross, discount, net: subtractMoney(gross, discount), taxes: taxes.map(keep) }
}

/** The totals of a charge; `undefined` when the side is unknown on one of its amounts. */
export function chargeTotals(charge: Charge, reading: Reading): PartTotals | undefined {
  const { currency, read, basis } = reading
  if (charge.removed && basis === 'current') return nothingOf(charge, currency)
  const gross = read(charge.amount)
  const stated = charge.discounted && read(charge.discounted)
  const discounts = readAll(charge.discounts, read)
  const taxes = readAll(charge.taxes, read)
  if (!gross || !discounts || !taxes || (charge.discounted && !stated)) return undefined
  const net = stated ?? subtractMoney(gross, sumMoney(discounts, currency))
  return { gross, discount: subtractMoney(gross, net), net, taxes }
}

/** Whether every part is known. */
export function allKnown<T>(parts: (T | undefined)[]): parts is T[] {
  return parts.every((part) => part !== undefined)
}

/** The part of a line's money that falls on some of its ordered units, largest remainder first. */
export function shareOfUnits(
  money: Money,
  { units, ordered }: { readonly units: Decimal; readonly ordered: Decimal },
): Money {
  // only the ratio matters, and no decimal has more digits after its point than its text is long
  const scale = Math.max(units.length, ordered.length)
  const kept = toUnits(units, scale) ?? 0n
  const all = toUnits(ordered, scale) ?? 0n
  if (kept >= all || all <= 0n) return money
  if (kept <= 0n) return zeroMoney(money.currency)
  return allocate(money, [kept, all - kept])[0] as Money
}

// the whole line is rounded once and then split like its discounts, so that these never exceed it
function lineGross({ measured, quantity }: OrderLine, price: Money): Money {
  const amount = multiplyDecimals(price.amount, measured?.value ?? quantity.ordered)
  return roundMoney({ ...price, amount }, 'half-up')
}

function remainingShare(money: Money, line: OrderLine): Money {
  return shareOfUnits(money, { units: remainingUnits(line), ordered: line.quantity.ordered })
}

function nothingOf(charge: Charge, currency: Currency): PartTotals {
  const nothing = zeroMoney(currency)
  const taxes = charge.taxes.map(() => nothing)
  return { gross: nothing, discount: nothing, net: nothing, taxes }
}

function readAll(
  parts: readonly { readonly amount: Amount }[],
  read: Reading['read'],
): Money[] | undefined {
  const monies = parts.map(({ amount }) => read(amount))
  return allKnown(monies) ? monies : undefined
}
