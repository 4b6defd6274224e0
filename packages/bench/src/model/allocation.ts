import { allocate, decimalOf, fromUnits, sumDecimals } from '@canonry/model'
import Big from 'big.js'
import { Decimal } from 'decimal.js'
import { dinero, allocate as split, toDecimal } from 'dinero.js'
import { EUR } from 'dinero.js/currencies'
import { type Contest, contest } from '../contest.js'
import { randomBelow, sixteen } from '../inputs/random.js'

interface Discount {
  readonly total: string
  readonly weights: readonly bigint[]
  /** The same weights as numbers, which is how the others take them. */
  readonly numbers: readonly number[]
}

/** A text amount and the lines' weights in, ten text amounts out: a discount over an order's lines. */
export function allocationContest(): Contest {
  return contest<Discount, string[]>({
    name: 'allocation over 10 lines',
    target: { measure: 'speed', atLeast: 10 },
    inputs: sixteen(discount),
    entrants: [
      { name: 'allocate', role: 'ours', run: allocateOurs },
      { name: 'big.js, largest remainder', role: 'rival', run: allocateByBig },
      { name: 'decimal.js, largest remainder', role: 'rival', run: allocateByDecimal },
      { name: 'dinero.js allocate', role: 'rival', run: allocateByDinero, agrees: sameButPlaces },
    ],
  })
}

function discount(seed: number): Discount {
  const below = randomBelow(seed)
  const numbers = Array.from({ length: 10 }, () => 100 + below(20_000))
  const total = fromUnits(BigInt(1 + below(100_000)), 2)
  return { total, numbers, weights: numbers.map(BigInt) }
}

function allocateOurs({ total, weights }: Discount): string[] {
  return allocate({ amount: total, currency: 'EUR' }, weights).map(({ amount }) => amount)
}

function allocateByBig({ total, numbers }: Discount): string[] {
  const sum = numbers.reduce((all, weight) => all.plus(weight), new Big(0))
  const cents = new Big(total).times(100)
  const products = numbers.map((weight) => cents.times(weight))
  const parts = products.map((product) => product.div(sum).round(0, Big.roundDown))
  const left = parts.reduce((rest, part) => rest.minus(part), cents).toNumber()
  const rest = products.map((product) => product.mod(sum))
  for (const place of largest(left, (a, b) => (rest[b] as Big).cmp(rest[a] as Big))) {
    parts[place] = (parts[place] as Big).plus(1)
  }
  return parts.map((part) => part.div(100).toString())
}

function allocateByDecimal({ total, numbers }: Discount): string[] {
  const sum = numbers.reduce((all, weight) => all.plus(weight), new Decimal(0))
  const cents = new Decimal(total).times(100)
  const products = numbers.map((weight) => cents.times(weight))
  const parts = products.map((product) => product.divToInt(sum))
  const left = parts.reduce((rest, part) => rest.minus(part), cents).toNumber()
  const rest = products.map((product) => product.mod(sum))
  for (const place of largest(left, (a, b) => (rest[b] as Decimal).cmp(rest[a] as Decimal))) {
    parts[place] = (parts[place] as Decimal).plus(1)
  }
  return parts.map((part) => part.div(100).toString())
}

function largest(count: number, order: (a: number, b: number) => number): number[] {
  return Array.from({ length: 10 }, (_, place) => place)
    .sort(order)
    .slice(0, count)
}

function allocateByDinero({ total, numbers }: Discount): string[] {
  const amount = Math.round(Number(total) * 100)
  return split(dinero({ amount, currency: EUR }), [...numbers]).map((part) => toDecimal(part))
}

// dinero.js gives the cents that are left to the largest weights, not to the largest remainders
function sameButPlaces(parts: unknown, ours: unknown): boolean {
  const [theirs, own] = [parts as string[], ours as string[]]
  const sum = (texts: readonly string[]) =>
    sumDecimals(texts.map((text) => decimalOf(text) as string))
  const isNear = (text: string, at: number) => Math.abs(Number(text) - Number(own[at])) < 0.011
  return theirs.length === own.length && sum(theirs) === sum(own) && theirs.every(isNear)
}
