import { type RoundingMode, roundsAway } from './rounding.js'

/** A decimal as a whole number of steps of 10^-scale, without any limit. */
export interface Scaled {
  readonly units: bigint
  readonly scale: number
}

/** The steps and scale of a decimal text. */
export function scaled(text: string): Scaled {
  const point = text.indexOf('.')
  if (point < 0) return { units: BigInt(text), scale: 0 }
  return {
    units: BigInt(text.slice(0, point) + text.slice(point + 1)),
    scale: text.length - point - 1,
  }
}

/** Two decimals in steps of the finer one's scale. */
export function aligned(a: string, b: string): [bigint, bigint, number] {
  const x = scaled(a)
  const y = scaled(b)
  const scale = Math.max(x.scale, y.scale)
  return [x.units * 10n ** BigInt(scale - x.scale), y.units * 10n ** BigInt(scale - y.scale), scale]
}

/** `dividend / divisor` as a whole number, rounded. */
export function divideUnits(dividend: bigint, divisor: bigint, mode: RoundingMode): bigint {
  const quotient = dividend / divisor
  const remainder = magnitude(dividend % divisor)
  if (remainder === 0n) return quotient
  const negative = dividend < 0n !== divisor < 0n
  const twice = remainder * 2n
  const size = magnitude(divisor)
  const half = twice === size ? 0 : twice > size ? 1 : -1
  if (!roundsAway({ negative, odd: quotient % 2n !== 0n, half }, mode)) return quotient
  return quotient + (negative ? -1n : 1n)
}

/** The normalised text. */
export function printScaled({ units, scale }: Scaled): string {
  if (scale <= 0) return String(units * 10n ** BigInt(-scale))
  const text = placePoint(units, scale)
  let end = text.length
  while (text[end - 1] === '0') end -= 1
  if (text[end - 1] === '.') end -= 1
  return text.slice(0, end)
}

/** The text with exactly `scale` digits after the point. */
export function placePoint(units: bigint, scale: number): string {
  if (scale === 0) return String(units)
  const digits = String(magnitude(units)).padStart(scale + 1, '0')
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return units < 0n ? `-${text}` : text
}

function magnitude(units: bigint): bigint {
  return units < 0n ? -units : units
}
