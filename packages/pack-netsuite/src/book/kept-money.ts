import {
  type Currency,
  compareDecimals,
  currencyExponent,
  type Finding,
  fromUnits,
  type Money,
  multiplyDecimals,
  printMoney,
  roundDecimal,
  subtractMoney,
  sumDecimals,
} from '@canonry/model'
import type { NetsuiteProfile } from '../profile.js'

/** What a profile says of the digits that NetSuite keeps. */
export type Precision = Pick<NetsuiteProfile, 'currencyPrecision'>

/**
 * Digits after the point that NetSuite keeps of a currency: 0 or 2, never more (Oracle help:
 * section_N1397831).
 */
export function precisionOf(currency: Currency, { currencyPrecision }: Precision): number {
  const said = Object.hasOwn(currencyPrecision, currency) ? currencyPrecision[currency] : undefined
  return said ?? Math.min(currencyExponent(currency), 2)
}

/** Money as NetSuite keeps it, rounded half-up. */
export function keptMoney({ amount, currency }: Money, profile: Precision): Money {
  return { amount: roundDecimal(amount, precisionOf(currency, profile), 'half-up'), currency }
}

/** What a sum of rounded amounts is made of: how many parts, and how many amounts in all of them. */
export interface Rounded {
  readonly parts: number
  readonly amounts: number
}

/**
 * Whether rounding explains a difference: the source's own of one minor unit per part, and where NetSuite
 * keeps fewer digits than the currency has, half a unit of those for each amount, and for the total.
 */
export function isRounding(
  { amount, currency }: Money,
  { parts, amounts, profile }: Rounded & { readonly profile: Precision },
): boolean {
  const own = fromUnits(BigInt(Math.max(parts, 1)), currencyExponent(currency))
  const kept = precisionOf(currency, profile)
  const isCoarse = kept < currencyExponent(currency)
  const half = isCoarse ? multiplyDecimals(fromUnits(BigInt(amounts + 1), kept), '0.5') : '0'
  return compareDecimals(amount.replace('-', ''), sumDecimals([own, half])) <= 0
}

/** The finding of an amount of which NetSuite keeps fewer digits; none where it keeps all of them. */
export function notKept({
  said,
  kept,
  path,
}: {
  readonly said: Money
  readonly kept: Money
  readonly path: string
}): Finding[] {
  const difference = subtractMoney(kept, said)
  if (difference.amount === '0') return []
  const message = `NetSuite keeps fewer digits of ${said.currency} than it has: ${printMoney(said)} is booked as ${printMoney(kept)}, a difference of ${printMoney(difference)}`
  return [{ code: 'precision-lost', path, message, difference }]
}
