import { currency, decimal, group, type Handle, type Rule, refuse } from '@canonry/mapping'
import type { Amount, Currency, Decimal } from '@canonry/model'
import type { MoneySet } from '../wire/money-set.js'

/** The currencies of the document that an amount stands in. */
export interface Currencies {
  readonly currency: Currency
  /** What the buyer saw; missing in documents from before Shopify sold in several currencies. */
  readonly presentment: Currency | null | undefined
}

/** The places of one amount: the price in the shop's currency, and both sides as a set. */
export interface Priced {
  readonly price: Handle<string | null | undefined>
  readonly set: Handle<MoneySet | null | undefined>
}

/**
 * A price and its set as one amount. The set wins; without it the price is in the document's
 * currency and the buyer's side is not known.
 */
export function amount(priced: Priced): Rule<Amount, Currencies> {
  return group(readsOf(priced), {
    doc: 'price and its set; the set wins',
    get: (values, context) => amountOf(values, context) ?? refuse('missing', 'a price or its set'),
    put: (value, context) => pricedOf(value, context),
  })
}

/** Like {@link amount}, for one that may not be there. */
export function maybeAmount(priced: Priced): Rule<Amount | undefined, Currencies> {
  return group(readsOf(priced), {
    doc: 'price and its set; the set wins (optional)',
    get: amountOf,
    put: (value, context) =>
      value === undefined ? { price: undefined, ...NO_SET } : pricedOf(value, context),
  })
}

/** The values of a set, as its four places hold them. */
export interface SetValues {
  readonly shop: Decimal | undefined
  readonly shopCurrency: Currency | undefined
  readonly buyer: Decimal | undefined
  readonly buyerCurrency: Currency | undefined
}

/** The four places of a set, with the leaves that read them. */
export type SetReads = {
  readonly shop: readonly [Handle<string | null | undefined>, typeof decimal]
  readonly shopCurrency: readonly [Handle<string | null | undefined>, typeof currency]
  readonly buyer: readonly [Handle<string | null | undefined>, typeof decimal]
  readonly buyerCurrency: readonly [Handle<string | null | undefined>, typeof currency]
}

/** The four places of a set. */
export function setReads(set: Handle<MoneySet | null | undefined>): SetReads {
  return {
    shop: [set.shop_money.amount, decimal],
    shopCurrency: [set.shop_money.currency_code, currency],
    buyer: [set.presentment_money.amount, decimal],
    buyerCurrency: [set.presentment_money.currency_code, currency],
  }
}

/** The amount that a set states; the buyer's side only where the document has another currency for it. */
export function amountOfSet(values: SetValues, context: Currencies): Amount | undefined {
  const { shop, shopCurrency, buyer, buyerCurrency } = values
  if (shop === undefined || shopCurrency === undefined) return undefined
  const amount = { shop: { amount: shop, currency: shopCurrency } }
  return hasBuyerSide(context) && buyer !== undefined && buyerCurrency !== undefined
    ? { ...amount, buyer: { amount: buyer, currency: buyerCurrency } }
    : amount
}

/** The set that states an amount. */
export function setOf({ shop, buyer }: Amount, context: Currencies): SetValues {
  const shown = hasBuyerSide(context) ? buyer : shop
  return {
    shop: shop.amount,
    shopCurrency: shop.currency,
    buyer: shown?.amount,
    buyerCurrency: shown?.currency,
  }
}

// the fields one by one: this is done for every price of every document
function pricedOf(value: Amount, context: Currencies) {
  const { shop, buyer } = value
  const shown = hasBuyerSide(context) ? buyer : shop
  return {
    price: shop.amount,
    shop: shop.amount,
    shopCurrency: shop.currency,
    buyer: shown?.amount,
    buyerCurrency: shown?.currency,
  }
}

/** No set at all. */
export const NO_SET: SetValues = {
  shop: undefined,
  shopCurrency: undefined,
  buyer: undefined,
  buyerCurrency: undefined,
}

function readsOf({ price, set }: Priced) {
  return { price: [price, decimal], ...setReads(set) } as const
}

function amountOf(
  values: SetValues & { readonly price: Decimal | undefined },
  context: Currencies,
): Amount | undefined {
  if (values.shop !== undefined) return amountOfSet(values, context)
  const { price } = values
  return price === undefined ? undefined : { shop: { amount: price, currency: context.currency } }
}

function hasBuyerSide({ currency, presentment }: Currencies): boolean {
  return presentment !== null && presentment !== undefined && presentment !== currency
}
