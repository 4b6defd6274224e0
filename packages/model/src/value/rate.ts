import { Decimal, fromUnits, parseDecimal, toUnits } from './decimal.js'
import { scaleOf } from './small-decimal.js'

/** A share as a decimal fraction: `"0.19"` for 19 %. */
export const Rate = Decimal
export type Rate = Decimal

/** Reads percent text such as `"19"` or `"7.25 %"`; `undefined` for anything else. */
export function rateFromPercent(text: string): Rate | undefined {
  const percent = parseDecimal(text.replace(/\s*%\s*$/, '').trim())
  return percent === undefined ? undefined : shift(percent, 2)
}

/** The percent of a rate: `"19"` for `"0.19"`. */
export function percentOfRate(rate: Rate): Decimal {
  return shift(rate, -2)
}

/**
 * The rate that a JSON number was meant to be: its shortest decimal representation (`0.1` is
 * `"0.1"`), never the binary value; `undefined` for NaN and infinities.
 */
export function rateFromNumber(number: number): Rate | undefined {
  return Number.isFinite(number) ? parseDecimal(String(number)) : undefined
}

function shift(decimal: Decimal, digits: number): Decimal {
  const scale = scaleOf(decimal)
  return fromUnits(toUnits(decimal, scale) as bigint, scale + digits)
}
