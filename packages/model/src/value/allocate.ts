import { currencyExponent } from './currency.js'
import { type Decimal, fromUnits, toUnits } from './decimal.js'
import type { Money } from './money.js'
import { isSmall, printSmall, scaleOf, smallUnitsAt } from './small-decimal.js'

/**
 * Splits money by weights so that the parts add up to the total exactly.
 *
 * Largest remainder: every part is its fair share rounded towards zero to the minor unit, and the
 * units left over go to the largest remainders, the earlier part first. Weights are whole numbers
 * of any size, not all zero. Digits below the minor unit are split in steps of the total's own scale.
 */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  const { currency } = total
  const scale = Math.max(currencyExponent(currency), scaleOf(total.amount))
  const parts = smallParts(total.amount, weights, scale) ?? exactParts(total.amount, weights, scale)
  return parts.map((amount) => ({ amount, currency }))
}

/** The parts by whole numbers of any size: the meaning of {@link allocate}. */
export function exactParts(amount: Decimal, weights: readonly bigint[], scale: number): Decimal[] {
  const sum = weights.reduce((a, b) => a + b, 0n)
  if (sum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new Error('weights must be non-negative and not all zero')
  }
  const units = toUnits(amount, scale) as bigint
  const parts = weights.map((weight) => (units * weight) / sum)
  const step = units < 0n ? -1n : 1n
  const left = units - parts.reduce((a, b) => a + b, 0n)
  const size = units < 0n ? -units : units
  const remainders = weights.map((weight) => (size * weight) % sum)
  for (const index of largest(remainders, Number(left * step))) {
    parts[index] = (parts[index] as bigint) + step
  }
  return parts.map((part) => fromUnits(part, scale))
}

/** The same by safe integers; `undefined` where one of them would not be safe, or for bad weights. */
function smallParts(
  amount: Decimal,
  weights: readonly bigint[],
  scale: number,
): Decimal[] | undefined {
  const units = smallUnitsAt(amount, scale)
  const size = Math.abs(units)
  const shares = weights.map(Number)
  let sum = 0
  for (const share of shares) {
    sum += share
    if (share < 0 || !isSmall(sum) || !isSmall(share * size)) return undefined
  }
  if (sum === 0) return undefined
  const remainders = shares.map((share) => (share * size) % sum)
  const parts = shares.map((share, index) => (share * size - (remainders[index] as number)) / sum)
  const left = size - parts.reduce((a, b) => a + b, 0)
  for (const index of largest(remainders, left)) parts[index] = (parts[index] as number) + 1
  return parts.map((part) => printSmall(units < 0 ? -part : part, scale))
}

/** The places of so many of the largest values, the earlier one first where two are equal. */
function largest<N extends number | bigint>(values: readonly N[], count: number): number[] {
  if (count === 0) return []
  const places = [...values.keys()].sort((a, b) => {
    const [x, y] = [values[a] as N, values[b] as N]
    return x === y ? a - b : x > y ? -1 : 1
  })
  return places.slice(0, count)
}
