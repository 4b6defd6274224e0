import { type Decimal, fromUnits, toUnits } from '@canonry/model'

/** The quotient `a / b` with at most `scale` digits after the point, half-up. Dividing by 0 throws. */
export function divideDecimals(a: Decimal, b: Decimal, scale: number): Decimal {
  const shared = Math.max(fractionDigits(a), fractionDigits(b))
  const dividend = (toUnits(a, shared) as bigint) * 10n ** BigInt(scale)
  return fromUnits(divideUnits(dividend, toUnits(b, shared) as bigint), scale)
}

/** How many digits a decimal has after its point. */
export function fractionDigits(decimal: Decimal): number {
  const point = decimal.indexOf('.')
  return point < 0 ? 0 : decimal.length - point - 1
}

function divideUnits(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const remainder = dividend % divisor
  if (absolute(remainder) * 2n < absolute(divisor)) return quotient
  return quotient + (dividend < 0n === divisor < 0n ? 1n : -1n)
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}
