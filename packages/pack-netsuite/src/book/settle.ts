import {
  addMoney,
  type Finding,
  type Money,
  type Order,
  orderTotals,
  printMoney,
  roundMoney,
  type Side,
  subtractMoney,
  totalDifference,
} from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { NetsuiteProfile } from '../profile.js'
import { isRounding, keptMoney, notKept, type Rounded } from './kept-money.js'

/** The rounding that makes a booked order meet the shop's total, and why. */
export interface Settlement {
  readonly rounding?: Money
  readonly findings: readonly Finding[]
}

/**
 * Compares what is booked with what the customer owes.
 *
 * Up to one minor unit per line becomes a rounding and a finding; more is a failure that finance
 * decides on, with both amounts in its message. What NetSuite keeps fewer digits of is a finding, too.
 */
export function settleDifference(
  order: Order,
  { booked, profile }: { readonly booked: Order; readonly profile: NetsuiteProfile },
): Result<Settlement, Failure> {
  const before = orderTotals(booked, 'shop')?.total as Money
  const said = owedTotal(order, profile.side)
  const owed = keptMoney(said, profile)
  const lost = notKept({ said, kept: owed, path: '/asserted/total' })
  const difference = subtractMoney(owed, before)
  if (difference.amount === '0') return ok({ ...optional(booked.rounding?.shop), findings: lost })
  if (!isRounding(difference, { ...roundedIn(order), parts: booked.lines.length, profile })) {
    return err(tooFarApart({ before, owed: said }))
  }
  const rounding = booked.rounding ? addMoney(booked.rounding.shop, difference) : difference
  const found = roundingFinding({ before, said, difference })
  return ok({ ...optional(rounding), findings: [...lost, found] })
}

// of every line and charge its price, what is taken off, and each tax
function roundedIn({ lines, charges }: Order): Pick<Rounded, 'amounts'> {
  return { amounts: [...lines, ...charges].reduce((sum, { taxes }) => sum + 2 + taxes.length, 0) }
}

// a source's own total is without cash rounding, what the customer owes is with it
function owedTotal(order: Order, side: Side): Money {
  const total = orderTotals(order, side)?.total as Money
  const difference = totalDifference(order, side)
  return roundMoney(difference ? addMoney(total, difference) : total, 'half-up')
}

function roundingFinding(money: { before: Money; said: Money; difference: Money }): Finding {
  const { before, said, difference } = money
  const message = `the lines add up to ${printMoney(before)}, the shop says ${printMoney(said)}: ${printMoney(difference)} is booked as rounding`
  return { code: 'rounding-booked', path: '/asserted/total', message, difference }
}

function tooFarApart({ before, owed }: { before: Money; owed: Money }): Failure {
  const message = `the lines add up to ${printMoney(before)}, the shop says ${printMoney(owed)}: more than one minor unit per line, so nothing was booked. Finance decides: correct the order in the shop, or book it by hand`
  return { kind: 'contract.invalid', owner: 'finance', message }
}

function optional(rounding: Money | undefined): { rounding?: Money } {
  return rounding && rounding.amount !== '0' ? { rounding } : {}
}
