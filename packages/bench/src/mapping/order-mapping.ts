import {
  bool,
  currency,
  decimal,
  each,
  from,
  group,
  type Handle,
  instant,
  int,
  mapping,
  maybe,
  needs,
  nest,
  type Rule,
  rate,
  ref,
  table,
  tags,
  text,
} from '@canonry/mapping'
import type { Amount } from '@canonry/model'
import type { z } from 'zod'
import {
  Address,
  CanonicalOrder,
  Line,
  Share,
  Tax,
  WireAddress,
  WireLine,
  WireOrder,
  type WireSet,
  WireShare,
  WireTax,
} from './order-schemas.js'

interface Account {
  readonly account: string
}

function amount(price: Handle<string>, set: Handle<z.output<typeof WireSet>>): Rule<Amount> {
  return group(
    {
      price: [price, decimal],
      shop: [set.shop_money.amount, decimal],
      shopCurrency: [set.shop_money.currency_code, currency],
      buyer: [set.presentment_money.amount, decimal],
      buyerCurrency: [set.presentment_money.currency_code, currency],
    },
    {
      doc: 'price and its set; the set wins',
      get: ({ shop, shopCurrency, buyer, buyerCurrency }) => ({
        shop: { amount: shop, currency: shopCurrency },
        buyer: { amount: buyer, currency: buyerCurrency },
      }),
      put: ({ shop, buyer }) => ({
        price: shop.amount,
        shop: shop.amount,
        shopCurrency: shop.currency,
        buyer: buyer?.amount,
        buyerCurrency: buyer?.currency,
      }),
    },
  )
}

const address = mapping({
  system: 'shop',
  entity: 'Address',
  wire: WireAddress,
  canonical: Address,
  map: ($) => ({
    firstName: maybe($.first_name, text),
    lastName: maybe($.last_name, text),
    street: maybe($.address1, text),
    more: maybe($.address2, text),
    city: maybe($.city, text),
    postalCode: maybe($.zip, text),
    country: maybe($.country_code, text),
    latitude: maybe($.latitude, rate),
    longitude: maybe($.longitude, rate),
  }),
})

const tax = mapping({
  system: 'shop',
  entity: 'Tax',
  wire: WireTax,
  canonical: Tax,
  map: ($) => ({
    title: from($.title, text),
    rate: from($.rate, rate),
    amount: amount($.price, $.price_set),
    byChannel: from($.channel_liable, bool),
  }),
})

const share = mapping({
  system: 'shop',
  entity: 'Share',
  wire: WireShare,
  canonical: Share,
  map: ($) => ({
    discount: from($.discount_application_index, int),
    amount: from($.amount, decimal),
  }),
})

const line = mapping({
  system: 'shop',
  entity: 'Line',
  wire: WireLine,
  canonical: Line,
  needs: needs<Account>(),
  map: ($) => ({
    ref: from($.id, ref('Line')),
    sku: maybe($.sku, text),
    title: from($.name, text),
    product: maybe($.product_id, ref('Product')),
    variant: maybe($.variant_id, ref('Variant')),
    quantity: from($.quantity, int),
    open: from($.fulfillable_quantity, int),
    unitPrice: amount($.price, $.price_set),
    grams: from($.grams, int),
    giftCard: from($.gift_card, bool),
    taxable: from($.taxable, bool),
    shipped: from($.requires_shipping, bool),
    fulfilment: maybe($.fulfillment_status, text),
    taxes: each($.tax_lines, tax, ({ title }) => title),
    discounts: each($.discount_allocations, share, ({ discount }) => String(discount)),
  }),
  preserve: ($) => [$.admin_graphql_api_id, $.attributed_staffs, $.properties],
})

const discount = mapping({
  system: 'shop',
  entity: 'Discount',
  wire: WireOrder.shape.discount_applications.element,
  canonical: CanonicalOrder.shape.discounts.element,
  map: ($) => ({
    target: from($.target_type, text),
    kind: from($.type, text),
    value: from($.value, decimal),
    code: maybe($.code, text),
  }),
})

const shippingLine = mapping({
  system: 'shop',
  entity: 'ShippingLine',
  wire: WireOrder.shape.shipping_lines.element,
  canonical: CanonicalOrder.shape.shipping.element,
  needs: needs<Account>(),
  map: ($) => ({
    ref: from($.id, ref('ShippingLine')),
    title: from($.title, text),
    price: from($.price, decimal),
  }),
})

/** A full-size order with every field accounted for: read, or carried as residue. */
export const benchOrder = mapping({
  system: 'shop',
  entity: 'Order',
  wire: WireOrder,
  canonical: CanonicalOrder,
  needs: needs<Account>(),
  map: ($) => ({
    ref: from($.id, ref('Order')),
    number: from($.name, text),
    sequence: from($.order_number, int),
    placedAt: from($.processed_at, instant),
    createdAt: from($.created_at, instant),
    updatedAt: from($.updated_at, instant),
    cancelledAt: maybe($.cancelled_at, instant),
    cancelReason: maybe($.cancel_reason, text),
    currency: from($.currency, currency),
    buyerCurrency: from($.presentment_currency, currency),
    taxIncluded: from($.taxes_included, bool),
    total: amount($.current_total_price, $.current_total_price_set),
    state: from(
      $.financial_status,
      table({
        paid: 'paid',
        pending: 'open',
        authorized: 'open',
        refunded: 'refunded',
        voided: 'voided',
      }),
    ),
    email: maybe($.contact_email, text),
    note: maybe($.note, text),
    tags: from($.tags, tags(',')),
    weight: from($.total_weight, int),
    confirmed: from($.confirmed, bool),
    customer: {
      ref: maybe($.customer.id, ref('Customer')),
      state: maybe($.customer.state, text),
    },
    home: nest($.customer.default_address, address),
    billTo: nest($.billing_address, address),
    shipTo: nest($.shipping_address, address),
    lines: each($.line_items, line, ({ ref }) => ref.id),
    discounts: each($.discount_applications, discount, ({ code, kind }) => code ?? kind),
    shipping: each($.shipping_lines, shippingLine, ({ ref }) => ref.id),
  }),
  preserve: ($) => [
    $.admin_graphql_api_id,
    $.app_id,
    $.browser_ip,
    $.note_attributes,
    $.payment_gateway_names,
  ],
})
