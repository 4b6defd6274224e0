import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import { canonicalText } from '../value/canonical-text.js'
import { type Currency, currencyExponent } from '../value/currency.js'
import { divideDecimals, multiplyDecimals } from '../value/decimal.js'
import { type Instant, instantMs } from '../value/instant.js'
import type { Money } from '../value/money.js'
import { compareMeasures, type Quantity, quantityInBase } from '../value/quantity.js'
import type { RoundingMode } from '../value/rounding.js'
import type { Price } from './price.js'
import { isValidAt } from './validity.js'

/** The sale for which a price is looked up. */
export interface PriceQuestion {
  readonly at: Instant
  readonly quantity: Quantity
  readonly variant?: Ref
  readonly currency?: Currency
  readonly priceList?: string
  readonly channel?: string
  readonly customerGroup?: string
  readonly location?: Ref
}

/**
 * The one price that holds for a sale, or `undefined` when none does.
 *
 * A price holds when it is valid at the moment, the quantity reaches its minimum, and every list,
 * channel, group and place that it names is the one asked for. Of those that hold, the first by
 * this order wins: higher priority, more of these conditions named, higher minimum, later start,
 * then the order of their texts. The order in which prices are given plays no part.
 */
export function priceAt(prices: readonly Price[], question: PriceQuestion): Price | undefined {
  const holding = prices.filter((price) => holds(price, question))
  return holding.reduce<Price | undefined>(
    (best, price) => (best === undefined || rank(price, best) < 0 ? price : best),
    undefined,
  )
}

/**
 * What a quantity costs at a price, rounded once to the currency's minor unit.
 *
 * `undefined` when the price is for a unit that measures something else, or for nothing.
 */
export function extendPrice(
  price: Pick<Price, 'amount' | 'per'>,
  quantity: Quantity,
  mode: RoundingMode,
): Money | undefined {
  const { currency } = price.amount
  const asked = quantityInBase(quantity)
  const per = quantityInBase(price.per)
  if (asked.base !== per.base) return undefined
  const scale = currencyExponent(currency)
  const total = multiplyDecimals(price.amount.amount, asked.value)
  const amount = divideDecimals(total, per.value, { scale, mode })
  return amount === undefined ? undefined : { amount, currency }
}

function holds(price: Price, question: PriceQuestion): boolean {
  const { variant, currency, quantity } = question
  if (variant !== undefined && refKey(price.variant) !== refKey(variant)) return false
  if (currency !== undefined && price.amount.currency !== currency) return false
  if (!isValidAt(price, question.at) || !meetsConditions(price, question)) return false
  if (price.minimum === undefined) return true
  const order = compareMeasures(quantity, price.minimum)
  return order !== undefined && order >= 0
}

function meetsConditions(price: Price, question: PriceQuestion): boolean {
  const asked = conditions(question)
  return conditions(price).every((named, index) => named === undefined || named === asked[index])
}

function conditions(
  of: Pick<PriceQuestion, 'priceList' | 'channel' | 'customerGroup' | 'location'> | Price,
): (string | undefined)[] {
  return [of.priceList, of.channel, of.customerGroup, of.location && refKey(of.location)]
}

function rank(a: Price, b: Price): number {
  const specific = (price: Price) => conditions(price).filter((named) => named !== undefined).length
  return (
    (b.priority ?? 0) - (a.priority ?? 0) ||
    specific(b) - specific(a) ||
    byMinimum(b, a) ||
    startOf(b) - startOf(a) ||
    (canonicalText(a) < canonicalText(b) ? -1 : 1)
  )
}

function byMinimum(a: Price, b: Price): number {
  if (!a.minimum || !b.minimum) return Number(Boolean(a.minimum)) - Number(Boolean(b.minimum))
  return compareMeasures(a.minimum, b.minimum) ?? 0
}

function startOf({ validFrom }: Price): number {
  // before every date that RFC 3339 can write, and finite, so that two of them differ by 0
  return validFrom === undefined ? -Number.MAX_SAFE_INTEGER : instantMs(validFrom)
}
