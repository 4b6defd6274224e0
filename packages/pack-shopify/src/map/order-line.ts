import {
  absent,
  each,
  from,
  mapping,
  maybe,
  needs,
  nullable,
  ref,
  text,
  wireId,
} from '@canonry/mapping'
import { OrderLine } from '@canonry/model'
import { WireOrderLine } from '../wire/order-line.js'
import { amount } from './amount.js'
import { allocationMapping } from './discount.js'
import { evenIfMissing, unlessMissing } from './flag.js'
import { lineQuantity } from './line-quantity.js'
import type { RefundContext } from './not-restocked.js'
import { shopifyRef } from './shopify-ref.js'
import { type TaxContext, taxLineMapping } from './tax-line.js'

/** A line of an order. */
export const orderLineMapping = mapping({
  system: 'shopify',
  entity: 'OrderLine',
  wire: WireOrderLine,
  canonical: OrderLine,
  needs: needs<TaxContext & Omit<RefundContext, 'line'> & { readonly account: string }>(),
  context: ($) => ({ line: $.id }),
  map: ($) => ({
    ref: shopifyRef('LineItem', { id: $.id, gid: $.admin_graphql_api_id }),
    sku: maybe($.sku, text),
    title: from($.title, text),
    variant: maybe($.variant_id, ref('ProductVariant')),
    product: maybe($.product_id, ref('Product')),
    quantity: lineQuantity({
      ordered: $.quantity,
      current: $.current_quantity,
      fulfillable: $.fulfillable_quantity,
    }),
    unit: absent('Shopify sells whole pieces'),
    measured: absent('Shopify weighs nothing'),
    unitPrice: amount({ price: $.price, set: $.price_set }),
    discounts: each($.discount_allocations, allocationMapping, ({ application }) => application, {
      absent: true,
    }),
    taxes: each($.tax_lines, taxLineMapping, ({ title }) => title, { absent: true }),
    bundle: maybe($.sales_line_item_group_id, wireId),
    parent: absent('a bundle is a group of lines, not a line'),
    giftCard: nullable($.gift_card, unlessMissing),
    requiresShipping: nullable($.requires_shipping, evenIfMissing),
    attributes: absent('properties are carried; an overlay gives them types'),
  }),
  preserve: ($) => [
    $.attributed_staffs,
    $.duties,
    $.fulfillment_service,
    $.fulfillment_status,
    $.grams,
    $.name,
    $.origin_location,
    $.pre_tax_price,
    $.pre_tax_price_set,
    $.product_exists,
    $.properties,
    $.taxable,
    $.total_discount,
    $.total_discount_set,
    $.variant_inventory_management,
    $.variant_title,
    $.vendor,
  ],
})
