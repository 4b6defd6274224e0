import { z } from 'zod'
import { aligned, divideUnits, placePoint, printScaled, scaled } from './exact-decimal.js'
import { plainDecimal } from './plain-decimal.js'
import type { RoundingMode } from './rounding.js'
import {
  divideSmall,
  isSmall,
  placeSmallPoint,
  powerOfTen,
  printSmall,
  scaleOf,
  smallUnits,
  smallUnitsAt,
} from './small-decimal.js'

const NORMAL = /^(?:0|-?(?:0\.\d*[1-9]|[1-9]\d*(?:\.\d*[1-9])?))$/

/**
 * A number as normalised decimal text: `"19.9"`, `"-0.05"`, `"0"`.
 *
 * Never a float. No exponent, no leading or trailing zeros, no `-0`; two decimals are equal
 * exactly when their text is equal.
 */
export const Decimal = z
  .string()
  .regex(NORMAL)
  .describe('An exact number as text: `19.9`, `-0.05`, `0`. No exponent, no surplus zeros.')
export type Decimal = z.infer<typeof Decimal>

const LEXEME = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * Reads any decimal lexeme (`"10.00"`, `"+007"`, `"1.5e3"`) as a normalised decimal.
 *
 * `undefined` when the text is not a number or its exponent goes beyond ±999.
 */
export function decimalOf(text: string): Decimal | undefined {
  const plain = plainDecimal(text)
  if (plain !== undefined) return plain
  const match = LEXEME.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const units = BigInt(whole + fraction)
  const scale = fraction.length - Number(exponent)
  return printScaled({ units: sign === '-' ? -units : units, scale })
}

/** The exact sum. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(scaleOf(a), scaleOf(b))
  const x = smallUnitsAt(a, scale)
  const y = smallUnitsAt(b, scale)
  if (isSmall(x) && isSmall(y)) return printSmall(x + y, scale)
  const [left, right] = aligned(a, b)
  return printScaled({ units: left + right, scale })
}

/** The exact difference `a − b`. */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, negateDecimal(b))
}

/** The exact sum of a list; of an empty one `"0"`. */
export function sumDecimals(parts: readonly Decimal[]): Decimal {
  let units = 0
  let scale = 0
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] as Decimal
    const partScale = scaleOf(part)
    if (partScale > scale) {
      units *= powerOfTen(partScale - scale)
      scale = partScale
    }
    const partUnits = smallUnits(part, partScale) * powerOfTen(scale - partScale)
    if (!isSmall(units) || !isSmall(partUnits)) return sumExactly(parts)
    units += partUnits
  }
  return isSmall(units) ? printSmall(units, scale) : sumExactly(parts)
}

/** The exact product; scales add up, so round it before it becomes money. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = scaleOf(a) + scaleOf(b)
  const product = smallUnits(a, scaleOf(a)) * smallUnits(b, scaleOf(b))
  if (isSmall(product)) return printSmall(product, scale)
  return printScaled({ units: scaled(a).units * scaled(b).units, scale })
}

/** The quotient `a / b` with at most `scale` digits after the point; `undefined` for `b` zero. */
export function divideDecimals(
  a: Decimal,
  b: Decimal,
  to: { readonly scale: number; readonly mode: RoundingMode },
): Decimal | undefined {
  if (b === '0') return undefined
  const [x, y] = aligned(a, b)
  const units = divideUnits(x * 10n ** BigInt(to.scale), y, to.mode)
  return printScaled({ units, scale: to.scale })
}

/** The same magnitude with the other sign. */
export function negateDecimal(a: Decimal): Decimal {
  if (a === '0') return a
  return a.startsWith('-') ? a.slice(1) : `-${a}`
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  if (a === b) return 0
  const scale = Math.max(scaleOf(a), scaleOf(b))
  const x = smallUnitsAt(a, scale)
  const y = smallUnitsAt(b, scale)
  if (isSmall(x) && isSmall(y)) return x < y ? -1 : 1
  const [left, right] = aligned(a, b)
  return left < right ? -1 : 1
}

/** The decimal with at most `scale` digits after the point. */
export function roundDecimal(a: Decimal, scale: number, mode: RoundingMode): Decimal {
  const own = scaleOf(a)
  if (own <= scale) return a
  const units = smallUnits(a, own)
  const divisor = powerOfTen(own - scale)
  if (isSmall(units) && isSmall(divisor)) {
    return printSmall(divideSmall(units, divisor, mode), scale)
  }
  const exact = divideUnits(scaled(a).units, 10n ** BigInt(own - scale), mode)
  return printScaled({ units: exact, scale })
}

/** The decimal padded to exactly `scale` digits after the point, as wire formats want it. */
export function toFixedDecimal(a: Decimal, scale: number): string | undefined {
  const small = smallUnitsAt(a, scale)
  if (isSmall(small)) return placeSmallPoint(small, scale)
  const units = toUnits(a, scale)
  return units === undefined ? undefined : placePoint(units, scale)
}

/** The whole number of steps of 10^-scale, or `undefined` when digits would be lost. */
export function toUnits(a: Decimal, scale: number): bigint | undefined {
  const value = scaled(a)
  return value.scale > scale ? undefined : value.units * 10n ** BigInt(scale - value.scale)
}

/** The decimal that is `units` steps of 10^-scale: `fromUnits(1990n, 2)` is `"19.9"`. */
export function fromUnits(units: bigint, scale: number): Decimal {
  return printScaled({ units, scale })
}

/** The magnitude without its sign. */
export function absoluteDecimal(a: Decimal): Decimal {
  return a.startsWith('-') ? a.slice(1) : a
}

function sumExactly(parts: readonly Decimal[]): Decimal {
  const scale = parts.reduce((most, part) => Math.max(most, scaleOf(part)), 0)
  const units = parts.reduce((total, part) => total + (toUnits(part, scale) as bigint), 0n)
  return printScaled({ units, scale })
}
