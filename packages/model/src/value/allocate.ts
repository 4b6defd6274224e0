import { currencyExponent } from './currency.js'
import { type Decimal, fromUnits, toUnits } from './decimal.js'
import type { Money } from './money.js'
import { isSmall, printSmall, scaleOf, smallUnitsAt } from './small-decimal.js'

// from here on sorting the remainders beats looking through them
const MANY = 100

/**
 * Splits money by weights so that the parts add up to the total exactly.
 *
 * Largest remainder: every part is its fair share rounded towards zero to the minor unit, and the
 * units left over go to the largest remainders, the earlier part first. Weights are whole numbers
 * of any size, not all zero. Digits below the minor unit are split in steps of the total's own scale.
 */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  const { amount, currency } = total
  const scale = Math.max(currencyExponent(currency), scaleOf(amount))
  const units = smallUnitsAt(amount, scale)
  const parts = smallParts(Math.abs(units), weights)
  if (parts === undefined) {
    return exactParts(amount, weights, scale).map((part) => ({ amount: part, currency }))
  }
  return parts.map((part) => ({
    amount: printSmall(units < 0 ? -part : part, scale),
    currency,
  }))
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

/** The parts of a size by safe integers; `undefined` where one would not be safe, or for bad weights. */
export function smallParts(size: number, weights: readonly bigint[]): number[] | undefined {
  const parts = smallShares(weights, size)
  if (parts === undefined) return undefined
  const sum = parts.reduce((a, b) => a + b, 0)
  const remainders: number[] = []
  let left = size
  for (let index = 0; index < parts.length; index += 1) {
    const product = (parts[index] as number) * size
    // exact: up to 2^52 the next whole number is further off than a quotient is rounded
    const part = Math.floor(product / sum)
    parts[index] = part
    remainders.push(product - part * sum)
    left -= part
  }
  // fewer units are left than there are parts, mostly one or two: looking for them beats sorting
  for (; left > 0; left -= 1) {
    const place = takeLargest(remainders)
    parts[place] = (parts[place] as number) + 1
  }
  return parts
}

/** The weights as numbers; `undefined` when their sum, or one times the size, would not be exact. */
function smallShares(weights: readonly bigint[], size: number): number[] | undefined {
  if (weights.length > MANY) return undefined
  const shares: number[] = []
  let sum = 0
  for (const weight of weights) {
    const share = Number(weight)
    if (share < 0 || !isSmall(share * size)) return undefined
    sum += share
    shares.push(share)
  }
  return sum > 0 && isSmall(sum) ? shares : undefined
}

/** The place of the largest value, the earliest of equal ones; it is not found again. */
function takeLargest(values: number[]): number {
  let place = 0
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] as number) > (values[place] as number)) place = index
  }
  values[place] = -1
  return place
}

/** The places of so many of the largest values, the earlier one first where two are equal. */
function largest(values: readonly bigint[], count: number): number[] {
  // sorting keeps the order of equal ones
  const places = [...values.keys()].sort((a, b) => {
    const [x, y] = [values[a] as bigint, values[b] as bigint]
    return x === y ? 0 : x > y ? -1 : 1
  })
  return places.slice(0, count)
}
