import {
  absent,
  cases,
  from,
  group,
  mapping,
  maybe,
  needs,
  nullable,
  rate,
  refuse,
  text,
} from '@canonry/mapping'
import { TaxLine } from '@canonry/model'
import { WireTaxLine } from '../wire/order-line.js'
import { amount, type Currencies } from './amount.js'

/** What taxes need to know of their order. */
export interface TaxContext extends Currencies {
  readonly taxesIncluded: boolean
}

/** One tax: Shopify says once per order whether prices include it. */
export const taxLineMapping = mapping({
  system: 'shopify',
  entity: 'TaxLine',
  wire: WireTaxLine,
  canonical: TaxLine,
  needs: needs<TaxContext>(),
  map: ($) => ({
    title: from($.title, text),
    rate: maybe($.rate, rate),
    amount: amount({ price: $.price, set: $.price_set }),
    included: group(
      {},
      {
        doc: 'as the order says in taxes_included',
        get: (_, { taxesIncluded }) => taxesIncluded,
        put: (included, { taxesIncluded }) =>
          included === taxesIncluded ? {} : refuse('mixed-tax', 'what the order says of its taxes'),
      },
    ),
    collectedBy: nullable(
      $.channel_liable,
      cases([null, 'unknown'], [true, 'channel'], [false, 'merchant']),
    ),
    type: absent('the title says it in words'),
    jurisdiction: absent('the title says it in words'),
    reason: absent('Shopify states no reasons'),
    source: absent('Shopify does not say who computed it'),
  }),
})
