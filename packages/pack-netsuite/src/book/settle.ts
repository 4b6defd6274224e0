import {
  addMoney,
  type Currency,
  compareDecimals,
  currencyExponent,
  type Decimal,
  type Finding,
  fromUnits,
  type Money,
  type Order,
  orderTotals,
  printMoney,
  roundMoney,
  type Side,
  sideCurrency,
  subtractMoney,
  totalDifference,
} from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'

/** The rounding that makes a booked order meet the shop's total, and why. */
export interface Settlement {
  readonly rounding?: Money
  readonly findings: readonly Finding[]
}

/**
 * Compares what is booked with what the customer owes.
 *
 * Up to one minor unit per line becomes a rounding and a finding; more is a failure that finance
 * decides on, with both amounts in its message.
 */
export function settleDifference(
  source: { order: Order; side: Side },
  booked: Order,
): Result<Settlement, Failure> {
  const { order, side } = source
  const currency = sideCurrency(order, side)
  const before = orderTotals(booked, 'shop')?.total as Money
  const owed = owedTotal(order, side)
  const difference = subtractMoney(owed, before)
  if (difference.amount === '0') return ok({ ...optional(booked.rounding?.shop), findings: [] })
  if (!withinReach(difference.amount, { currency, lines: booked.lines.length })) {
    return err(tooFarApart({ before, owed }))
  }
  const rounding = booked.rounding ? addMoney(booked.rounding.shop, difference) : difference
  return ok({ ...optional(rounding), findings: [roundingFinding({ before, owed, difference })] })
}

// a source's own total is without cash rounding, what the customer owes is with it
function owedTotal(order: Order, side: Side): Money {
  const total = orderTotals(order, side)?.total as Money
  const difference = totalDifference(order, side)
  return roundMoney(difference ? addMoney(total, difference) : total, 'half-up')
}

function withinReach(
  difference: Decimal,
  { currency, lines }: { currency: Currency; lines: number },
): boolean {
  const limit = fromUnits(BigInt(Math.max(lines, 1)), currencyExponent(currency))
  return compareDecimals(difference.replace('-', ''), limit) <= 0
}

function roundingFinding(money: { before: Money; owed: Money; difference: Money }): Finding {
  const { before, owed, difference } = money
  const message = `the lines add up to ${printMoney(before)}, the shop says ${printMoney(owed)}: ${printMoney(difference)} is booked as rounding`
  return { code: 'rounding-booked', path: '/asserted/total', message, difference }
}

function tooFarApart({ before, owed }: { before: Money; owed: Money }): Failure {
  const message = `the lines add up to ${printMoney(before)}, the shop says ${printMoney(owed)}: more than one minor unit per line, so nothing was booked. Finance decides: correct the order in the shop, or book it by hand`
  return { kind: 'contract.invalid', owner: 'finance', message }
}

function optional(rounding: Money | undefined): { rounding?: Money } {
  return rounding && rounding.amount !== '0' ? { rounding } : {}
}
