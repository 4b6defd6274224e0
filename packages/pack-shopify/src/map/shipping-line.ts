import { constant, each, mapping, maybe, needs, nullable, ref, text } from '@canonry/mapping'
import { Charge } from '@canonry/model'
import { WireShippingLine } from '../wire/shipping-line.js'
import { amount, maybeAmount } from './amount.js'
import { allocationMapping } from './discount.js'
import { unlessMissing } from './flag.js'
import { type TaxContext, taxLineMapping } from './tax-line.js'

/** A shipping line as a charge of the order. */
export const shippingLineMapping = mapping({
  system: 'shopify',
  entity: 'Charge',
  wire: WireShippingLine,
  canonical: Charge,
  needs: needs<TaxContext & { readonly account: string }>(),
  map: ($) => ({
    kind: constant('shipping'),
    ref: maybe($.id, ref('ShippingLine')),
    title: maybe($.title, text),
    code: maybe($.code, text),
    amount: amount({ price: $.price, set: $.price_set }),
    discounted: maybeAmount({ price: $.discounted_price, set: $.discounted_price_set }),
    removed: nullable($.is_removed, unlessMissing),
    discounts: each($.discount_allocations, allocationMapping, ({ application }) => application, {
      absent: true,
    }),
    taxes: each($.tax_lines, taxLineMapping, ({ title }) => title, { absent: true }),
  }),
  preserve: ($) => [
    $.carrier_identifier,
    $.current_discounted_price_set,
    $.delivery_category,
    $.phone,
    $.requested_fulfillment_service_id,
    $.source,
  ],
})
