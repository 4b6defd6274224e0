import { decimalOf, sumDecimals } from '@canonry/model'
import Big from 'big.js'
import { Decimal } from 'decimal.js'
import { add, dinero, toDecimal } from 'dinero.js'
import { EUR } from 'dinero.js/currencies'
import { type Contest, contest } from '../contest.js'
import { randomBelow, sixteen } from '../inputs/random.js'

/** Text amounts in, their sum as text out: what a checkout does with what it was sent. */
export function sumContest(): Contest {
  return contest({
    name: 'sum of 100 text amounts',
    target: { measure: 'speed', atLeast: 2 },
    inputs: sixteen(amounts),
    entrants: [
      { name: 'sumDecimals', role: 'ours', run: sumDecimals },
      { name: 'big.js', role: 'rival', run: sumByBig },
      { name: 'decimal.js', role: 'rival', run: sumByDecimal },
      {
        name: 'dinero.js',
        role: 'rival',
        run: sumByDinero,
        // it prints every digit of the currency
        agrees: (sum, ours) => decimalOf(sum as string) === ours,
      },
    ],
  })
}

function amounts(seed: number): string[] {
  const below = randomBelow(seed)
  return Array.from({ length: 100 }, () => {
    const cents = below(below(4) === 0 ? 10_000_000 : 20_000) - 2_000
    return new Big(cents).div(100).toString()
  })
}

function sumByBig(texts: readonly string[]): string {
  let sum = new Big(0)
  for (const text of texts) sum = sum.plus(text)
  return sum.toString()
}

function sumByDecimal(texts: readonly string[]): string {
  let sum = new Decimal(0)
  for (const text of texts) sum = sum.plus(text)
  return sum.toString()
}

// dinero.js takes minor units and leaves it to its user to read text; this is the shortest way
function sumByDinero(texts: readonly string[]): string {
  let sum = dinero({ amount: 0, currency: EUR })
  for (const text of texts) {
    sum = add(sum, dinero({ amount: Math.round(Number(text) * 100), currency: EUR }))
  }
  return toDecimal(sum)
}
