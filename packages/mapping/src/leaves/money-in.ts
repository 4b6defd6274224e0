import {
  type Currency,
  currencyExponent,
  type Decimal,
  isCurrency,
  type Money,
} from '@canonry/model'
import { isRefusal, type Refusal, refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'
import type { CurrencyContext } from './minor-units.js'

/**
 * Money of which the document says the amount alone: `moneyIn(decimal)` takes the currency from the
 * document, `moneyIn(decimal, 'EUR')` the one that is given.
 *
 * Writing refuses money of another currency: such a document cannot express it. Where amount and
 * currency stand beside each other in an object, map that object with `nest`, so that its other
 * fields survive.
 */
export function moneyIn<W, X>(amount: Leaf<W, Decimal, X>): Leaf<W, Money, X & CurrencyContext>
export function moneyIn<W, X>(amount: Leaf<W, Decimal, X>, currency: Currency): Leaf<W, Money, X>
export function moneyIn<W, X>(
  amount: Leaf<W, Decimal, X>,
  given?: Currency,
): Leaf<W, Money, X & CurrencyContext> {
  if (given !== undefined) currencyExponent(given)
  const whose = given ?? "the document's currency"
  const currencyOf = (context: CurrencyContext): Currency | Refusal => {
    const currency = given ?? context.currency
    return isCurrency(currency) ? currency : refuse('currency', 'a document with a currency')
  }
  return leaf<W, Money, X & CurrencyContext>({
    name: 'moneyIn',
    doc: `amount in ${whose}: ${amount.doc}`,
    ...honestyOf(amount),
    ...(amount.domain && {
      domain: {
        wire: amount.domain.wire,
        entity: {
          kind: 'money',
          amount: amount.domain.entity,
          ...(given === undefined ? {} : { currency: given }),
        },
      },
    }),
    decode: (wire, context) => {
      const currency = currencyOf(context)
      if (isRefusal(currency)) return currency
      const value = amount.decode(wire, context)
      return isRefusal(value) ? value : { amount: value, currency }
    },
    encode: (value, context) => {
      const currency = currencyOf(context)
      if (isRefusal(currency)) return currency
      if (value?.currency !== currency) return refuse('currency', `money in ${whose}`)
      return amount.encode(value.amount, context)
    },
  })
}

function honestyOf<W, X>(
  amount: Leaf<W, Decimal, X>,
): Pick<Leaf<W, Money, X>, 'lossless' | 'loss' | 'normal'> {
  const { lossless, loss, normal } = amount
  return {
    ...(lossless === undefined ? {} : { lossless }),
    ...(loss === undefined ? {} : { loss }),
    ...(normal === undefined ? {} : { normal }),
  }
}
