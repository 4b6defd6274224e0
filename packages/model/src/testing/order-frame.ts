import fc from 'fast-check'
import type { Ref } from '../entity/ref.js'
import { allocate } from '../value/allocate.js'
import type { Amount } from '../value/amount.js'
import { type Currency, currencyExponent } from '../value/currency.js'
import { type Decimal, fromUnits, multiplyDecimals } from '../value/decimal.js'
import { type Money, roundMoney } from '../value/money.js'
import { arbitraryCurrency } from './arbitrary-money.js'

/** The two currencies of an order, how far apart they are, and whether its prices contain tax. */
export interface OrderFrame {
  readonly currency: Currency
  readonly buyerCurrency?: Currency
  /** Minor units of the buyer's currency for 100 of the shop's. */
  readonly per100: number
  readonly taxIncluded: boolean
}

/** Frames with one or two currencies, prices with and without tax. */
export const arbitraryOrderFrame: fc.Arbitrary<OrderFrame> = fc
  .record({
    currency: arbitraryCurrency,
    buyer: fc.option(arbitraryCurrency, { nil: undefined }),
    per100: fc.integer({ min: 3, max: 20_000 }),
    taxIncluded: fc.boolean(),
  })
  .map(({ buyer, ...frame }) =>
    buyer === undefined || buyer === frame.currency ? frame : { ...frame, buyerCurrency: buyer },
  )

/** An amount of so many minor units of the shop's currency, and of the buyer's where there is one. */
export function amountOf(frame: OrderFrame, units: number): Amount {
  const { currency, buyerCurrency, per100 } = frame
  const shop = minor(currency, units)
  if (buyerCurrency === undefined) return { shop }
  return { shop, buyer: minor(buyerCurrency, Math.trunc((units * per100) / 100)) }
}

/** The same step on each side of an amount, each for itself. */
export function eachSide(amount: Amount, step: (money: Money) => Money): Amount {
  const shop = step(amount.shop)
  return amount.buyer ? { shop, buyer: step(amount.buyer) } : { shop }
}

/** An amount times a decimal, each side rounded for itself. */
export function timesAmount(amount: Amount, factor: Decimal): Amount {
  return eachSide(amount, ({ amount: value, currency }) =>
    roundMoney({ amount: multiplyDecimals(value, factor), currency }, 'half-up'),
  )
}

/** What taxes of so many per mille come to: on top of a price, or contained in it. */
export function taxAmounts(
  net: Amount,
  { perMille, included }: { readonly perMille: readonly number[]; readonly included: boolean },
): Amount[] {
  if (!included) return perMille.map((rate) => timesAmount(net, fromUnits(BigInt(rate), 3)))
  const weights = [...perMille, 1000].map(BigInt)
  return perMille.map((_, index) =>
    eachSide(net, (money) => allocate(money, weights)[index] as Money),
  )
}

/** A name in the system that the generated entities come from. */
export function madeRef(kind: string, id: string): Ref {
  return { system: 'shopify', account: 'acme', kind, id }
}

function minor(currency: Currency, units: number): Money {
  return { amount: fromUnits(BigInt(units), currencyExponent(currency)), currency }
}
