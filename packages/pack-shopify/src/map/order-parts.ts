import {
  currency,
  decimal,
  group,
  type Handle,
  instant,
  type Rule,
  refuse,
  tags,
} from '@canonry/mapping'
import type { Amount, Currency, Instant, Money } from '@canonry/model'
import type { MoneySet } from '../wire/money-set.js'
import { amountOfSet, type Currencies, setOf, setReads } from './amount.js'

type Text = Handle<string | null | undefined>

/** When an order was placed: when it was processed, which for imported orders is not its creation. */
export function placedAt(places: {
  readonly processed: Text
  readonly created: Text
}): Rule<Instant> {
  return group(
    { processed: [places.processed, instant], created: [places.created, instant] },
    {
      doc: 'processed_at, else created_at',
      loss: 'created_at where it differs',
      get: ({ processed, created }) =>
        processed ?? created ?? refuse('missing', 'a moment of processing or creation'),
      put: (moment) => ({ processed: moment, created: moment }),
    },
  )
}

/** The buyer's currency, where it is another than the shop's. */
export function buyerCurrency(presentment: Text): Rule<Currency | undefined, Currencies> {
  return group(
    { presentment: [presentment, currency] },
    {
      doc: 'presentment currency, where it differs from the shop’s',
      loss: 'the shop’s own currency and a missing field are the same',
      get: ({ presentment }, { currency }) => (presentment === currency ? undefined : presentment),
      put: (buyer, { currency }) => ({ presentment: buyer ?? currency }),
    },
  )
}

/** Cash rounding of the payment; zero is none. */
export function rounding(
  set: Handle<MoneySet | null | undefined>,
): Rule<Amount | undefined, Currencies> {
  return group(setReads(set), {
    doc: 'cash rounding, where there is any',
    get: (values, context) => {
      const found = amountOfSet(values, context)
      const nothing = found?.shop.amount === '0' && (found.buyer?.amount ?? '0') === '0'
      return nothing ? undefined : found
    },
    put: (value, context) => setOf(value ?? noAmount(context), context),
  })
}

/** What is still to be paid, in the shop's currency. */
export function outstanding(total: Text): Rule<Money | undefined, Currencies> {
  return group(
    { total: [total, decimal] },
    {
      doc: 'total_outstanding in the shop’s currency',
      get: ({ total }, { currency }) =>
        total === undefined ? undefined : { amount: total, currency },
      put: (money, { currency }) =>
        money === undefined || money.currency === currency
          ? { total: money?.amount }
          : refuse('currency', 'what is outstanding in the currency of the order'),
    },
  )
}

/** The tags of an order; a document without the field has none. */
export function tagList(text: Text): Rule<string[]> {
  return group(
    { list: [text, tags(',')] },
    {
      doc: 'words parted by commas',
      loss: 'no tags and a missing field are the same',
      get: ({ list }) => list ?? [],
      put: (list) => ({ list }),
    },
  )
}

function noAmount({ currency, presentment }: Currencies): Amount {
  const shop = { amount: '0', currency }
  return { shop, buyer: { amount: '0', currency: presentment ?? currency } }
}
