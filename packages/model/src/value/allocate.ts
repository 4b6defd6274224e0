import { currencyExponent } from './currency.js'
import { type Decimal, fromUnits, toUnits } from './decimal.js'
import type { Money } from './money.js'

/**
 * Splits money by weights so that the parts add up to the total exactly.
 *
 * Largest remainder: every part is its fair share rounded towards zero to the minor unit, and the
 * units left over go to the largest remainders, the earlier part first. Weights are whole numbers
 * of any size, not all zero. Digits below the minor unit are split in steps of the total's own scale.
 */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  const sum = weights.reduce((a, b) => a + b, 0n)
  if (sum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new Error('weights must be non-negative and not all zero')
  }
  const scale = Math.max(currencyExponent(total.currency), fractionDigits(total.amount))
  const units = toUnits(total.amount, scale) as bigint
  const parts = weights.map((weight) => (units * weight) / sum)
  const step = units < 0n ? -1n : 1n
  let left = units - parts.reduce((a, b) => a + b, 0n)
  for (const index of byRemainder(units, weights, sum)) {
    if (left === 0n) break
    parts[index] = (parts[index] as bigint) + step
    left -= step
  }
  return parts.map((part) => ({ amount: fromUnits(part, scale), currency: total.currency }))
}

function byRemainder(units: bigint, weights: readonly bigint[], sum: bigint): number[] {
  const size = units < 0n ? -units : units
  const remainders = weights.map((weight) => (size * weight) % sum)
  return [...weights.keys()].sort((a, b) => {
    const difference = (remainders[b] as bigint) - (remainders[a] as bigint)
    return difference === 0n ? a - b : difference > 0n ? 1 : -1
  })
}

function fractionDigits(amount: Decimal): number {
  const point = amount.indexOf('.')
  return point < 0 ? 0 : amount.length - point - 1
}
