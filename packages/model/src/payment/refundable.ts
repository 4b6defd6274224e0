import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import type { Order } from '../order/order.js'
import { unitsByLine } from '../order/order-facts.js'
import type { OrderLine } from '../order/order-line.js'
import { sideCurrency, sideOf } from '../order/order-side.js'
import { exclusiveTaxes, originalTotals } from '../order/order-totals.js'
import type { PartTotals } from '../order/part-totals.js'
import type { Amount, Side } from '../value/amount.js'
import { compareDecimals, type Decimal, subtractDecimals } from '../value/decimal.js'
import { addMoney, type Money, subtractMoney, sumMoney, zeroMoney } from '../value/money.js'
import { paymentTotals } from './payment-totals.js'
import type { Refund, RefundLine } from './refund.js'
import { type RefundFacts, refundTotals } from './refund-totals.js'

/** What may still go back for one line. */
export interface RefundableLine {
  readonly line: Ref
  /** In the line's unit. */
  readonly units: Decimal
  readonly money: Money
}

/** What may still go back to the buyer of an order, on one side. */
export interface Refundable {
  /** Taken and not charged back. */
  readonly captured: Money
  /** What certainly went back: the only part to book. */
  readonly refunded: Money
  /** What is on its way back, which nobody may book yet and nobody may give back again. */
  readonly pending: Money
  /** captured − refunded − pending, and never less than nothing. */
  readonly money: Money
  readonly lines: readonly RefundableLine[]
}

/**
 * What may still be refunded, in money and per line; `undefined` where the side is not known.
 *
 * Only successful transactions count as taken or refunded. A refund that is net of an exchange takes
 * its lines back whole and its money only by what was paid out. No line gives back more than the
 * order as a whole can.
 */
export function refundable(
  order: Order,
  { side, ...facts }: RefundFacts & { readonly side: Side },
): Refundable | undefined {
  const reading = { side, currency: sideCurrency(order, side) }
  const paid = paymentTotals(facts.transactions ?? [], reading)
  const back = refundTotals(facts, reading)
  const totals = originalTotals(order, side)
  const live = liveRefunds(facts.refunds ?? [])
  const refunded = refundedMoney(live, (amount) => sideOf(order, amount, side))
  if (!paid || !back || !totals || !refunded) return undefined
  const captured = subtractMoney(paid.captured, paid.chargedBack)
  const most = atLeastNothing(subtractMoney(captured, addMoney(back.refunded, back.pending)))
  const units = refundedUnits(live)
  const lines = order.lines.map((line, index): RefundableLine => {
    const whole = lineMoney(line, totals.lines[index] as PartTotals)
    const left = subtractMoney(whole, refunded(line.ref) ?? zeroMoney(whole.currency))
    return {
      line: line.ref,
      units: atLeastZero(subtractDecimals(line.quantity.ordered, units(line.ref))),
      money: smaller(atLeastNothing(left), most),
    }
  })
  return { captured, ...back, money: most, lines }
}

/** The refunds that took place or may still do so. */
export function liveRefunds(refunds: readonly Refund[]): Refund[] {
  return refunds.filter(({ state }) => state !== 'failed')
}

/** The units of every line that refunds give money back for. */
export function refundedUnits(
  refunds: readonly Refund[],
  counted: (line: RefundLine) => boolean = () => true,
): (line: Ref) => Decimal {
  return unitsByLine(refunds.flatMap(({ lines }) => lines.filter(counted)))
}

type Read = (amount: Amount) => Money | undefined

function refundedMoney(
  refunds: readonly Refund[],
  read: Read,
): ((line: Ref) => Money | undefined) | undefined {
  const sums = new Map<string, Money>()
  for (const { line, net, taxes } of refunds.flatMap(({ lines }) => lines)) {
    const onTop = taxes.filter(({ included }) => !included).map(({ amount }) => amount)
    for (const money of [net, ...onTop].map(read)) {
      if (!money) return undefined
      const sum = sums.get(refKey(line))
      sums.set(refKey(line), sum ? addMoney(sum, money) : money)
    }
  }
  return (line) => sums.get(refKey(line))
}

function lineMoney(line: OrderLine, totals: PartTotals): Money {
  return sumMoney([totals.net, ...exclusiveTaxes(line, totals)], totals.net.currency)
}

function smaller(a: Money, b: Money): Money {
  return compareDecimals(a.amount, b.amount) < 0 ? a : b
}

function atLeastNothing(money: Money): Money {
  return { ...money, amount: atLeastZero(money.amount) }
}

function atLeastZero(value: Decimal): Decimal {
  return compareDecimals(value, '0') < 0 ? '0' : value
}
