import fc from 'fast-check'
import { type Currency, currencyExponent } from '../value/currency.js'
import { type Decimal, fromUnits } from '../value/decimal.js'
import type { Money } from '../value/money.js'

/** Normalised decimals of any sign, up to 30 digits and 12 places. */
export const arbitraryDecimal: fc.Arbitrary<Decimal> = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, scale]) => fromUnits(units, scale))

/** Currencies with zero, two, three and four digits after the point. */
export const arbitraryCurrency: fc.Arbitrary<Currency> = fc.constantFrom(
  'EUR',
  'USD',
  'JPY',
  'KWD',
  'CLF',
)

/** Money in whole minor units of a currency. */
export function arbitraryMoney(
  currency: Currency,
  units: { readonly min: number; readonly max: number } = { min: -10_000_000, max: 10_000_000 },
): fc.Arbitrary<Money> {
  const exponent = currencyExponent(currency)
  return fc
    .integer(units)
    .map((count) => ({ amount: fromUnits(BigInt(count), exponent), currency }))
}
