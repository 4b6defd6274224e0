import { z } from 'zod'

/**
 * A number as normalised decimal text: `"19.9"`, `"-0.05"`, `"0"`.
 *
 * Never a float. No exponent, no leading or trailing zeros, no `-0`; two decimals are equal
 * exactly when their text is equal.
 */
export const Decimal = z.string().regex(/^(?:0|-?(?:0\.\d*[1-9]|[1-9]\d*(?:\.\d*[1-9])?))$/)
export type Decimal = z.infer<typeof Decimal>

/** How digits beyond the scale are dropped; `half-even` is the banker's rule. */
export type RoundingMode = 'half-up' | 'half-even' | 'down' | 'up'

interface Scaled {
  readonly units: bigint
  readonly scale: number
}

const LEXEME = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * Reads any decimal lexeme (`"10.00"`, `"+007"`, `"1.5e3"`) as a normalised decimal.
 *
 * `undefined` when the text is not a number or its exponent goes beyond ±999.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const match = LEXEME.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const units = BigInt(whole + fraction)
  return print({ units: sign === '-' ? -units : units, scale: fraction.length - Number(exponent) })
}

/** The exact sum. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b)
  return print({ units: x + y, scale })
}

/** The exact difference `a − b`. */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, negateDecimal(b))
}

/** The exact product; scales add up, so round it before it becomes money. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  const x = scaled(a)
  const y = scaled(b)
  return print({ units: x.units * y.units, scale: x.scale + y.scale })
}

/** The same magnitude with the other sign. */
export function negateDecimal(a: Decimal): Decimal {
  if (a === '0') return a
  return a.startsWith('-') ? a.slice(1) : `-${a}`
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  if (a === b) return 0
  const [x, y] = aligned(a, b)
  return x < y ? -1 : 1
}

/** The decimal with at most `scale` digits after the point. */
export function roundDecimal(a: Decimal, scale: number, mode: RoundingMode): Decimal {
  const value = scaled(a)
  if (value.scale <= scale) return a
  return print({ units: shrink(value.units, value.scale - scale, mode), scale })
}

/** The decimal padded to exactly `scale` digits after the point, as wire formats want it. */
export function toFixedDecimal(a: Decimal, scale: number): string | undefined {
  const value = scaled(a)
  if (value.scale > scale) return undefined
  return place(value.units * 10n ** BigInt(scale - value.scale), scale)
}

/** The whole number of steps of 10^-scale, or `undefined` when digits would be lost. */
export function toUnits(a: Decimal, scale: number): bigint | undefined {
  const value = scaled(a)
  return value.scale > scale ? undefined : value.units * 10n ** BigInt(scale - value.scale)
}

/** The decimal that is `units` steps of 10^-scale: `fromUnits(1990n, 2)` is `"19.9"`. */
export function fromUnits(units: bigint, scale: number): Decimal {
  return print({ units, scale })
}

function scaled(text: Decimal): Scaled {
  const point = text.indexOf('.')
  if (point < 0) return { units: BigInt(text), scale: 0 }
  return {
    units: BigInt(text.slice(0, point) + text.slice(point + 1)),
    scale: text.length - point - 1,
  }
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const x = scaled(a)
  const y = scaled(b)
  const scale = Math.max(x.scale, y.scale)
  return [x.units * 10n ** BigInt(scale - x.scale), y.units * 10n ** BigInt(scale - y.scale), scale]
}

function shrink(units: bigint, digits: number, mode: RoundingMode): bigint {
  const divisor = 10n ** BigInt(digits)
  const quotient = units / divisor
  const remainder = units % divisor
  if (remainder === 0n || mode === 'down') return quotient
  const away = quotient + (units < 0n ? -1n : 1n)
  if (mode === 'up') return away
  const twice = (remainder < 0n ? -remainder : remainder) * 2n
  if (twice !== divisor) return twice > divisor ? away : quotient
  return mode === 'half-up' || quotient % 2n !== 0n ? away : quotient
}

function print({ units, scale }: Scaled): Decimal {
  if (scale <= 0) return String(units * 10n ** BigInt(-scale))
  const text = place(units, scale)
  let end = text.length
  while (text[end - 1] === '0') end -= 1
  if (text[end - 1] === '.') end -= 1
  return text.slice(0, end) === '-0' ? '0' : text.slice(0, end)
}

function place(units: bigint, scale: number): string {
  if (scale === 0) return String(units)
  const negative = units < 0n
  const digits = String(negative ? -units : units).padStart(scale + 1, '0')
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return negative ? `-${text}` : text
}
