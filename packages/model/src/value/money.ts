import type { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Currency, currencyExponent } from './currency.js'
import { addDecimals, Decimal, negateDecimal, roundDecimal, sumDecimals } from './decimal.js'
import type { RoundingMode } from './rounding.js'

/** An amount of one currency: `{ amount: "19.9", currency: "EUR" }`. There is no default currency. */
export const Money = lazyObject(() => ({
  amount: Decimal.meta({
    description:
      'How much, in euros and not in cents: `19.9`. All digits that the source gave are kept.',
    unit: 'major units of `currency`',
  }),
  currency: Currency.describe('Of which currency (ISO 4217). There is no default.'),
})).meta({
  description: 'An amount of one currency: `{ "amount": "19.9", "currency": "EUR" }`.',
  unit: 'major units',
})
export type Money = z.infer<typeof Money>

/** Nothing, in a currency. */
export function zeroMoney(currency: Currency): Money {
  return { amount: '0', currency }
}

/** The exact sum. Adding two currencies is a bug in the caller and throws. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new Error(`cannot add ${b.currency} to ${a.currency}`)
  return { amount: addDecimals(a.amount, b.amount), currency: a.currency }
}

/** The exact difference `a − b`; two currencies throw. */
export function subtractMoney(a: Money, b: Money): Money {
  return addMoney(a, negateMoney(b))
}

/** The same magnitude with the other sign. */
export function negateMoney(a: Money): Money {
  return { amount: negateDecimal(a.amount), currency: a.currency }
}

/** The exact sum of a list; the currency is named because the list may be empty. */
export function sumMoney(parts: Iterable<Money>, currency: Currency): Money {
  const amounts: Decimal[] = []
  for (const part of parts) {
    if (part.currency !== currency) throw new Error(`cannot add ${part.currency} to ${currency}`)
    amounts.push(part.amount)
  }
  return { amount: sumDecimals(amounts), currency }
}

/** The money rounded to its currency's minor unit. */
export function roundMoney(a: Money, mode: RoundingMode): Money {
  return {
    amount: roundDecimal(a.amount, currencyExponent(a.currency), mode),
    currency: a.currency,
  }
}

/** Money as a person reads it: `"EUR 19.9"` keeps every digit, so nothing is hidden by rounding. */
export function printMoney(a: Money): string {
  return `${a.currency} ${a.amount}`
}
