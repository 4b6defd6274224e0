import {
  bool,
  currency,
  each,
  from,
  instant,
  mapping,
  maybe,
  needs,
  nest,
  single,
  text,
} from '@canonry/mapping'
import { Order } from '@canonry/model'
import { carriedOrderFields, WireOrder } from '../wire/order.js'
import { addressMapping } from './address.js'
import { assertedRules } from './asserted.js'
import { discountMapping } from './discount.js'
import { orderCharges } from './order-charges.js'
import { orderLineMapping } from './order-line.js'
import { buyerCurrency, placedAt, rounding, tagList } from './order-parts.js'
import { maybeShopifyRef, shopifyRef } from './shopify-ref.js'

/** A Shopify order, as webhooks carry it and as the REST resource sends it. */
export const orderMapping = mapping({
  system: 'shopify',
  entity: 'Order',
  wire: WireOrder,
  canonical: Order,
  needs: needs<{ readonly account: string }>(),
  context: ($) => ({
    currency: $.currency,
    presentment: $.presentment_currency,
    taxesIncluded: $.taxes_included,
  }),
  map: ($) => ({
    refs: single(shopifyRef('Order', { id: $.id, gid: $.admin_graphql_api_id }), {
      owns: ({ system, kind }) => system === 'shopify' && kind === 'Order',
    }),
    number: from($.name, text),
    placedAt: placedAt({ processed: $.processed_at, created: $.created_at }),
    updatedAt: maybe($.updated_at, instant),
    currency: from($.currency, currency),
    buyerCurrency: buyerCurrency($.presentment_currency),
    taxIncluded: from($.taxes_included, bool),
    customer: maybeShopifyRef('Customer', {
      id: $.customer.id,
      gid: $.customer.admin_graphql_api_id,
    }),
    email: maybe($.email, text, { write: 'orderUpdate' }),
    phone: maybe($.phone, text, { write: 'orderUpdate' }),
    billTo: nest($.billing_address, addressMapping),
    shipTo: nest($.shipping_address, addressMapping, { write: 'orderUpdate' }),
    lines: each($.line_items, orderLineMapping, ({ ref }) => ref.id),
    charges: orderCharges($),
    discounts: each($.discount_applications, discountMapping, ({ key }) => key, { absent: true }),
    rounding: rounding($.total_cash_rounding_payment_adjustment_set),
    cancelledAt: maybe($.cancelled_at, instant, { write: 'orderCancel' }),
    cancelReason: maybe($.cancel_reason, text, { write: 'orderCancel' }),
    closedAt: maybe($.closed_at, instant, { write: 'orderClose' }),
    test: maybe($.test, bool),
    note: maybe($.note, text, { write: 'orderUpdate' }),
    tags: tagList($.tags),
    asserted: assertedRules($),
  }),
  preserve: ($) => carriedOrderFields.map((field) => $[field]),
})
