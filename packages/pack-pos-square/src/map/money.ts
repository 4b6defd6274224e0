import {
  currency,
  group,
  type Handle,
  int,
  isRefusal,
  type Refusal,
  type Rule,
  refuse,
} from '@canonry/mapping'
import { type Amount, currencyExponent, fromUnits, type Money, toUnits } from '@canonry/model'
import type { WireMoney } from '../wire/money.js'

/** Money of a document: minor units of a currency, of which ISO 4217 says how many digits it has. */
export interface MinorMoney {
  readonly amount: number | undefined
  readonly currency: string | undefined
}

/** The two places of money, with the leaves that read them. */
export type MoneyReads = {
  readonly amount: readonly [Handle<number | null | undefined>, typeof int]
  readonly currency: readonly [Handle<string | null | undefined>, typeof currency]
}

/** The places of money. */
export function moneyReads(money: Handle<WireMoney | null | undefined>): MoneyReads {
  return { amount: [money.amount, int], currency: [money.currency, currency] }
}

/** The money that minor units are; none where amount or currency is not said. */
export function moneyOf({ amount, currency }: MinorMoney): Money | undefined {
  if (amount === undefined || currency === undefined) return undefined
  return { amount: fromUnits(BigInt(amount), currencyExponent(currency)), currency }
}

/** Money in minor units, refused where it is finer than its currency. */
export function minorOf({ amount, currency }: Money) {
  const count = Number(toUnits(amount, currencyExponent(currency)) ?? Number.NaN)
  return Number.isSafeInteger(count) ? { amount: count, currency } : TOO_FINE
}

const TOO_FINE = refuse('too-fine', 'whole minor units of the currency')
const NO_MONEY = refuse('missing', 'an amount and its currency')
const NOTHING = { amount: undefined, currency: undefined }

/** An amount in the one currency that Square takes at a location. */
export function amount(money: Handle<WireMoney | null | undefined>): Rule<Amount> {
  return group(moneyReads(money), {
    doc: 'minor units and their currency',
    unwritten: { '/buyer': 'Square takes one currency per location' },
    get: (values): Amount | Refusal => {
      const shop = moneyOf(values)
      return shop === undefined ? NO_MONEY : { shop }
    },
    put: ({ shop }) => minorOf(shop),
  })
}

/** Like {@link amount}, for one that may not be there; where `zero` is nothing, it is none either. */
export function maybeAmount(
  money: Handle<WireMoney | null | undefined>,
  { zero = 'an amount' }: { readonly zero?: 'an amount' | 'nothing' } = {},
): Rule<Amount | undefined> {
  return group(moneyReads(money), {
    doc: `minor units and their currency (optional)${zero === 'nothing' ? '; zero is none' : ''}`,
    unwritten: { '/buyer': 'Square takes one currency per location' },
    get: (values): Amount | undefined => {
      const shop = moneyOf(values)
      const isNone = shop === undefined || (zero === 'nothing' && shop.amount === '0')
      return isNone ? undefined : { shop }
    },
    put: (value) => (value === undefined ? NOTHING : minorOf(value.shop)),
  })
}

/** Like {@link maybeAmount}, for what is no more than money. */
export function maybeMoney(money: Handle<WireMoney | null | undefined>): Rule<Money | undefined> {
  return group(moneyReads(money), {
    doc: 'minor units and their currency (optional)',
    get: moneyOf,
    put: (value) => (value === undefined ? NOTHING : minorOf(value)),
  })
}

/** An amount that stands at one of two places: at the first where it is there, else at the second. */
export function eitherAmount({ first, second }: TwoSums, doc: string): Rule<Amount> {
  return group(eitherReads({ first, second }), {
    doc,
    unwritten: { '/buyer': 'Square takes one currency per location' },
    get: (values): Amount | Refusal => {
      const shop = eitherOf(values)
      return shop === undefined ? NO_MONEY : { shop }
    },
    put: ({ shop }) => {
      const minor = minorOf(shop)
      return isRefusal(minor) ? minor : atSecond(minor)
    },
  })
}

/** Like {@link eitherAmount}, for one that may not be there. */
export function maybeEitherAmount(
  { first, second }: TwoSums,
  doc: string,
): Rule<Amount | undefined> {
  return group(eitherReads({ first, second }), {
    doc,
    unwritten: { '/buyer': 'Square takes one currency per location' },
    get: (values): Amount | undefined => {
      const shop = eitherOf(values)
      return shop && { shop }
    },
    put: (value) => {
      const minor = value === undefined ? NOTHING : minorOf(value.shop)
      return isRefusal(minor) ? minor : atSecond(minor)
    },
  })
}

function eitherReads({ first, second }: TwoSums) {
  const [a, b] = [moneyReads(first), moneyReads(second)]
  return { ...b, other: a.amount, otherCurrency: a.currency } as const
}

interface Either extends MinorMoney {
  readonly other: number | undefined
  readonly otherCurrency: string | undefined
}

function eitherOf({ other, otherCurrency, ...second }: Either): Money | undefined {
  return moneyOf({ amount: other, currency: otherCurrency }) ?? moneyOf(second)
}

function atSecond(minor: MinorMoney): Either {
  return { ...minor, other: undefined, otherCurrency: undefined }
}

/** The places of two sums of money. */
export interface TwoSums {
  readonly first: Handle<WireMoney | null | undefined>
  readonly second: Handle<WireMoney | null | undefined>
}

/** Money out of two places: their sum, or what the first is above the second. */
export function amountOfTwo(
  { first, second }: TwoSums,
  { doc, sign }: { readonly doc: string; readonly sign: 1 | -1 },
): Rule<Amount> {
  const [a, b] = [moneyReads(first), moneyReads(second)]
  const reads = {
    ...a,
    other: b.amount,
    otherCurrency: b.currency,
  } as const
  return group(reads, {
    doc,
    unwritten: { '/buyer': 'Square takes one currency per location' },
    get: ({ amount, currency, other }): Amount | Refusal => {
      const sum = amount === undefined ? undefined : amount + sign * (other ?? 0)
      const shop = moneyOf({ amount: sum, currency })
      return shop === undefined ? NO_MONEY : { shop }
    },
    put: ({ shop }) => {
      const minor = minorOf(shop)
      return isRefusal(minor) ? minor : { ...minor, other: undefined, otherCurrency: undefined }
    },
  })
}
