import {
  group,
  type Handle,
  type Leaf,
  type Rule,
  type RuleOptions,
  refuse,
  type WireDecimal,
} from '@canonry/mapping'
import { type Amount, type Currency, type Decimal, negateDecimal } from '@canonry/model'
import { number } from './leaves.js'
import type { Operations } from './operations.js'

/** What the rules for money know of the order they stand in. */
export interface MoneyContext {
  readonly currencyId: string
}

/** The currency behind an internal id, as the account's profile says. */
export type CurrencyById = (id: string) => Currency | undefined

/** How the amounts of a record are read and written. */
export interface Amounts {
  readonly currency: CurrencyById
  readonly operations: Operations
}

/** Looks currencies up in a profile. */
export function currencyById(currencies: Readonly<Record<string, string>>): CurrencyById {
  const codes = new Map(Object.entries(currencies).map(([code, id]) => [id, code]))
  return (id) => codes.get(id)
}

/** What a rule says where the order's currency is not in the profile. */
export const UNKNOWN_CURRENCY = refuse('currency', 'a currency that the profile names')

/** A number of a line in the order's own currency, which is the one side that NetSuite knows. */
export function amount(
  handle: Handle<WireDecimal>,
  leaf: Leaf<WireDecimal, Decimal>,
  { currency, operations }: Amounts,
): Rule<Amount, MoneyContext> {
  return group<
    { value: readonly [Handle<WireDecimal>, Leaf<WireDecimal, Decimal>] },
    Amount,
    MoneyContext
  >(
    { value: [handle, leaf] },
    {
      doc: 'amount in the currency of the order',
      get: ({ value }, { currencyId }) => moneyOf(value, currency(currencyId)) ?? UNKNOWN_CURRENCY,
      put: ({ shop }) => ({ value: shop.amount }),
    },
    operations.lines,
  )
}

/** Like {@link amount}, for a number that may be missing; read-only unless an operation is named. */
export function maybeAmount(
  handle: Handle<WireDecimal | undefined>,
  currency: CurrencyById,
  options: RuleOptions = {},
): Rule<Amount | undefined, MoneyContext> {
  type Reads = { value: readonly [Handle<WireDecimal | undefined>, Leaf<WireDecimal, Decimal>] }
  return group<Reads, Amount | undefined, MoneyContext>(
    { value: [handle, number] },
    {
      doc: 'amount in the currency of the order',
      get: ({ value }, { currencyId }) =>
        value === undefined
          ? undefined
          : (moneyOf(value, currency(currencyId)) ?? UNKNOWN_CURRENCY),
      put: (said) => ({ value: said?.shop.amount }),
    },
    options,
  )
}

/** Like {@link maybeAmount}, for a line that takes off what is said as an amount above zero. */
export function takenOff(
  handle: Handle<WireDecimal | undefined>,
  currency: CurrencyById,
  options: RuleOptions,
): Rule<Amount | undefined, MoneyContext> {
  return group(
    { value: [handle, number] },
    {
      doc: 'the amount that the line takes off, in the currency of the order',
      get: ({ value }, { currencyId }: MoneyContext) =>
        value === undefined
          ? undefined
          : (moneyOf(negateDecimal(value), currency(currencyId)) ?? UNKNOWN_CURRENCY),
      put: (said) => ({ value: said && negateDecimal(said.shop.amount) }),
    },
    options,
  )
}

function moneyOf(value: Decimal, currency: Currency | undefined): Amount | undefined {
  return currency === undefined ? undefined : { shop: { amount: value, currency } }
}
