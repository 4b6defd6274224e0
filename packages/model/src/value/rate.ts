import type { Result } from 'neverthrow'
import { Decimal, decimalOf, fromUnits, toUnits } from './decimal.js'
import { type DecimalFailure, parseDecimal } from './parse-decimal.js'
import { notText } from './parse-failure.js'
import { scaleOf } from './small-decimal.js'

/** A share as a decimal fraction: `"0.19"` for 19 %. */
export const Rate = Decimal
export type Rate = Decimal

/** Reads percent text such as `"19"` or `"7.25 %"`. */
export function rateFromPercent(text: unknown): Result<Rate, DecimalFailure> {
  const example = '7.25 %'
  if (typeof text !== 'string') return notText(example)
  const start = text.length - text.trimStart().length
  return parseDecimal(text.replace(/\s*%\s*$/, '').trim())
    .map((percent) => shift(percent, 2))
    .mapErr((failure) => ({ ...failure, position: start + failure.position, example }))
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
  return Number.isFinite(number) ? decimalOf(String(number)) : undefined
}

function shift(decimal: Decimal, digits: number): Decimal {
  const scale = scaleOf(decimal)
  return fromUnits(toUnits(decimal, scale) as bigint, scale + digits)
}
