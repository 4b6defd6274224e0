import type { Amount } from '@canonry/model'
import { z } from 'zod'
import { amountOf, decimal, refOf, STATES } from './by-hand.js'
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

type Set = z.output<typeof WireSet>
const setOf = ({ shop, buyer }: Amount): Set => ({
  shop_money: { amount: shop.amount, currency_code: shop.currency },
  presentment_money: { amount: buyer?.amount ?? '', currency_code: buyer?.currency ?? '' },
})
const idOf = ({ id }: { readonly id: string }): number => Number(id)
const defined = <T extends object>(fields: T): T => {
  const found = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(found) as T
}

const address = z.codec(WireAddress, Address, {
  decode: (wire) =>
    defined({
      firstName: wire.first_name ?? undefined,
      lastName: wire.last_name ?? undefined,
      street: wire.address1 ?? undefined,
      more: wire.address2 ?? undefined,
      city: wire.city ?? undefined,
      postalCode: wire.zip ?? undefined,
      country: wire.country_code ?? undefined,
      latitude: wire.latitude == null ? undefined : String(wire.latitude),
      longitude: wire.longitude == null ? undefined : String(wire.longitude),
    }),
  encode: (entity) => ({
    first_name: entity.firstName ?? null,
    last_name: entity.lastName ?? null,
    address1: entity.street ?? null,
    address2: entity.more ?? null,
    city: entity.city ?? null,
    zip: entity.postalCode ?? null,
    country_code: entity.country ?? null,
    latitude: entity.latitude === undefined ? null : Number(entity.latitude),
    longitude: entity.longitude === undefined ? null : Number(entity.longitude),
  }),
})

const tax = z.codec(WireTax, Tax, {
  decode: (wire) => ({
    title: wire.title,
    rate: String(wire.rate),
    amount: amountOf(wire.price_set),
    byChannel: wire.channel_liable,
  }),
  encode: (entity) => ({
    title: entity.title,
    rate: Number(entity.rate),
    price: entity.amount.shop.amount,
    price_set: setOf(entity.amount),
    channel_liable: entity.byChannel,
  }),
})

const share = z.codec(WireShare, Share, {
  decode: (wire) => ({
    discount: wire.discount_application_index,
    amount: decimal(wire.amount),
  }),
  encode: (entity) => ({ discount_application_index: entity.discount, amount: entity.amount }),
})

const Lines = WireLine.extend({
  tax_lines: z.array(tax),
  discount_allocations: z.array(share),
})

const line = z.codec(Lines, Line, {
  decode: (wire) =>
    defined({
      ref: refOf('Line', wire.id),
      sku: wire.sku ?? undefined,
      title: wire.name,
      product: wire.product_id == null ? undefined : refOf('Product', wire.product_id),
      variant: wire.variant_id == null ? undefined : refOf('Variant', wire.variant_id),
      quantity: wire.quantity,
      open: wire.fulfillable_quantity,
      unitPrice: amountOf(wire.price_set),
      grams: wire.grams,
      giftCard: wire.gift_card,
      taxable: wire.taxable,
      shipped: wire.requires_shipping,
      fulfilment: wire.fulfillment_status ?? undefined,
      taxes: wire.tax_lines,
      discounts: wire.discount_allocations,
    }),
  encode: (entity) => ({
    id: idOf(entity.ref),
    admin_graphql_api_id: '',
    attributed_staffs: [],
    properties: [],
    fulfillable_quantity: entity.open,
    fulfillment_status: entity.fulfilment ?? null,
    gift_card: entity.giftCard,
    grams: entity.grams,
    name: entity.title,
    price: entity.unitPrice.shop.amount,
    price_set: setOf(entity.unitPrice),
    product_id: entity.product && idOf(entity.product),
    quantity: entity.quantity,
    requires_shipping: entity.shipped,
    sku: entity.sku ?? null,
    taxable: entity.taxable,
    variant_id: entity.variant && idOf(entity.variant),
    tax_lines: entity.taxes,
    discount_allocations: entity.discounts,
  }),
})

const Orders = WireOrder.extend({
  billing_address: address.nullish(),
  shipping_address: address.nullish(),
  customer: WireOrder.shape.customer
    .unwrap()
    .unwrap()
    .extend({ default_address: address.nullish() })
    .nullish(),
  line_items: z.array(line),
})

const WORDS = { paid: 'paid', open: 'pending', refunded: 'refunded', voided: 'voided' } as const

/** The same order as codecs of zod, one inside the other; nothing that is not read comes back. */
export const zodOrder = z.codec(Orders, CanonicalOrder, {
  decode: (wire) =>
    defined({
      ref: refOf('Order', wire.id),
      number: wire.name,
      sequence: wire.order_number,
      placedAt: wire.processed_at,
      createdAt: wire.created_at,
      updatedAt: wire.updated_at,
      cancelledAt: wire.cancelled_at ?? undefined,
      cancelReason: wire.cancel_reason ?? undefined,
      currency: wire.currency,
      buyerCurrency: wire.presentment_currency,
      taxIncluded: wire.taxes_included,
      total: amountOf(wire.current_total_price_set),
      state: STATES[wire.financial_status],
      email: wire.contact_email ?? undefined,
      note: wire.note ?? undefined,
      tags: wire.tags.split(',').map((tag) => tag.trim()),
      weight: wire.total_weight,
      confirmed: wire.confirmed,
      customer: defined({
        ref: wire.customer == null ? undefined : refOf('Customer', wire.customer.id),
        state: wire.customer?.state ?? undefined,
      }),
      home: wire.customer?.default_address ?? undefined,
      billTo: wire.billing_address ?? undefined,
      shipTo: wire.shipping_address ?? undefined,
      lines: wire.line_items,
      discounts: wire.discount_applications.map((each) =>
        defined({
          target: each.target_type,
          kind: each.type,
          value: decimal(each.value),
          code: each.code ?? undefined,
        }),
      ),
      shipping: wire.shipping_lines.map(({ id, title, price }) => ({
        ref: refOf('ShippingLine', id),
        title,
        price: decimal(price),
      })),
    }),
  encode: (entity) => ({
    id: idOf(entity.ref),
    admin_graphql_api_id: '',
    payment_gateway_names: [],
    name: entity.number,
    order_number: entity.sequence,
    processed_at: entity.placedAt,
    created_at: entity.createdAt,
    updated_at: entity.updatedAt,
    cancelled_at: entity.cancelledAt ?? null,
    cancel_reason: entity.cancelReason ?? null,
    currency: entity.currency,
    presentment_currency: entity.buyerCurrency,
    taxes_included: entity.taxIncluded,
    current_total_price: entity.total.shop.amount,
    current_total_price_set: setOf(entity.total),
    financial_status: WORDS[entity.state],
    contact_email: entity.email ?? null,
    note: entity.note ?? null,
    tags: entity.tags.join(', '),
    total_weight: entity.weight,
    confirmed: entity.confirmed,
    customer: entity.customer.ref && {
      id: idOf(entity.customer.ref),
      state: entity.customer.state ?? null,
      default_address: entity.home,
    },
    billing_address: entity.billTo,
    shipping_address: entity.shipTo,
    line_items: entity.lines,
    discount_applications: entity.discounts.map(({ target, kind, value, code }) => ({
      target_type: target,
      type: kind,
      value,
      code: code ?? null,
    })),
    shipping_lines: entity.shipping.map(({ ref, title, price }) => ({
      id: idOf(ref),
      title,
      price,
    })),
  }),
})
