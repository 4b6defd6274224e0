import fc from 'fast-check'
import type { Price } from '../catalogue/price.js'
import type { Funding, Promotion } from '../catalogue/promotion.js'
import type { Currency } from '../value/currency.js'
import { fromUnits } from '../value/decimal.js'
import { addMoney, type Money } from '../value/money.js'
import type { Quantity } from '../value/quantity.js'
import { arbitraryValidity } from './arbitrary-catalogue.js'
import { arbitraryCurrency, arbitraryMoney } from './arbitrary-money.js'
import { arbitraryQuantity } from './arbitrary-quantity.js'
import { arbitraryRef, arbitraryRefs } from './arbitrary-ref.js'
import { arbitraryInstant } from './arbitrary-time.js'
import { optionalFields } from './optional-fields.js'

// a price for a piece, a dozen, a kilogram, a hundred grams
const arbitraryPer: fc.Arbitrary<Quantity> = fc.constantFrom(
  { value: '1', unit: 'C62' },
  { value: '1', unit: 'DZN' },
  { value: '1', unit: 'KGM' },
  { value: '100', unit: 'GRM' },
)

/** Prices that satisfy every invariant: tiers, reductions, lists, groups, places and validities. */
export const arbitraryPrice: fc.Arbitrary<Price> = arbitraryCurrency.chain((currency) =>
  fc
    .record({
      refs: arbitraryRefs('Price'),
      variant: arbitraryRef('Variant'),
      amount: arbitraryAmount(currency, 0),
      per: arbitraryPer,
      reduction: fc.option(arbitraryAmount(currency, 1), { nil: undefined }),
      taxIncluded: fc.boolean(),
      validity: arbitraryValidity,
      rest: optionalFields({
        priceList: fc.constantFrom('retail', 'outlet'),
        channel: fc.constantFrom('web', 'store'),
        customerGroup: fc.constantFrom('staff', 'trade'),
        location: arbitraryRef('Location'),
        minimum: arbitraryQuantity(),
        priority: fc.integer({ min: -2, max: 2 }),
        updatedAt: arbitraryInstant,
      }),
    })
    .map(({ reduction, validity, rest, ...price }) => ({
      ...price,
      ...(reduction ? { compareAt: addMoney(price.amount, reduction) } : {}),
      ...validity,
      ...rest,
    })),
)

/** Promotions of every kind that satisfy every invariant, paid by one or by several parties. */
export const arbitraryPromotion: fc.Arbitrary<Promotion> = arbitraryCurrency.chain((currency) =>
  fc
    .record({
      refs: arbitraryRefs('Promotion'),
      codes: fc.uniqueArray(fc.stringMatching(/^[A-Z]{4}\d{2}$/), { maxLength: 3 }),
      kind: arbitraryKind(currency),
      target: fc.constantFrom('line', 'order', 'shipping', 'unknown'),
      combinesWith: fc.uniqueArray(fc.constantFrom('line', 'order', 'shipping')),
      funding: arbitraryFunding,
      validity: arbitraryValidity,
      rest: optionalFields({
        title: fc.constantFrom('Spring sale', 'Three for two'),
        minimumAmount: arbitraryAmount(currency, 1),
        minimumQuantity: arbitraryQuantity('C62'),
        usageLimit: fc.integer({ min: 0, max: 1000 }),
        updatedAt: arbitraryInstant,
      }),
    })
    .map(({ kind, validity, rest, ...promotion }) => ({
      ...promotion,
      ...kind,
      ...validity,
      ...rest,
    })),
)

type Kind = Pick<Promotion, 'kind' | 'rate' | 'amount' | 'buy' | 'get'>

function arbitraryKind(currency: Currency): fc.Arbitrary<Kind> {
  const rate = fc.integer({ min: 0, max: 10_000 }).map((units) => fromUnits(BigInt(units), 4))
  const amount = arbitraryAmount(currency, 0)
  const quantity = arbitraryQuantity('C62')
  return fc.oneof(
    fc.record({ kind: fc.constant('percent' as const), rate }),
    fc.record({ kind: fc.constantFrom('fixed' as const, 'fixed-price' as const), amount }),
    fc.record({ kind: fc.constant('buy-x-get-y' as const), rate, buy: quantity, get: quantity }),
    fc.record({ kind: fc.constantFrom('free-shipping' as const, 'unknown' as const) }),
  )
}

const arbitraryFunding: fc.Arbitrary<Funding[]> = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 100 }))
  .map(([payers, percent]) => {
    if (payers === 0) return []
    if (payers === 1) return [{ by: 'merchant', share: '1' }]
    return [
      { by: 'vendor', share: fromUnits(BigInt(percent), 2) },
      { by: 'channel', share: fromUnits(BigInt(100 - percent), 2) },
    ]
  })

function arbitraryAmount(currency: Currency, min: number): fc.Arbitrary<Money> {
  return arbitraryMoney(currency, { min, max: 500_000 })
}
