import {
  absent,
  bool,
  currency,
  each,
  from,
  instant,
  mapping,
  maybe,
  needs,
  nest,
  ref,
  single,
  text,
} from '@canonry/mapping'
import { Order } from '@canonry/model'
import { carriedOrderFields, WireOrder } from '../wire/order.js'
import { addressMapping } from './address.js'
import { assertedRules } from './asserted.js'
import { attribution } from './attribution.js'
import { channel } from './channel.js'
import { deviceId } from './device-id.js'
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
    refunds: $.refunds,
    fulfillments: $.fulfillments,
    soldAt: $.location_id,
  }),
  map: ($) => ({
    refs: single(shopifyRef('Order', { id: $.id, gid: $.admin_graphql_api_id }), {
      owns: ({ system, kind }) => system === 'shopify' && kind === 'Order',
    }),
    number: from($.name, text),
    placedAt: placedAt({ processed: $.processed_at, created: $.created_at }),
    updatedAt: maybe($.updated_at, instant),
    channel: maybe($.source_name, channel),
    businessDate: absent('a store day needs the zone and cut-over of its location'),
    location: maybe($.location_id, ref('Location')),
    workstation: maybe($.device_id, deviceId),
    sequence: absent('tills number no transactions of their own'),
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
    draft: absent('a draft order is a document of its own'),
    cancelledAt: maybe($.cancelled_at, instant, { write: 'orderCancel' }),
    cancelReason: maybe($.cancel_reason, text, { write: 'orderCancel' }),
    closedAt: maybe($.closed_at, instant, { write: 'orderClose' }),
    holds: absent('fulfilment orders are held, orders are not'),
    test: maybe($.test, bool),
    note: maybe($.note, text, { write: 'orderUpdate' }),
    tags: tagList($.tags),
    attribution: attribution({ landing: $.landing_site, referrer: $.referring_site }),
    risks: absent('risks are documents of their own'),
    attributes: absent('note attributes are carried; an overlay gives them types'),
    asserted: assertedRules($),
  }),
  preserve: ($) => carriedOrderFields.map((field) => $[field]),
})
