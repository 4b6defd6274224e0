import { type Amount, decimalOf, type Ref } from '@canonry/model'
import type { z } from 'zod'
import type {
  Address,
  CanonicalOrder,
  Line,
  WireAddress,
  WireLine,
  WireOrder,
  WireSet,
} from './order-schemas.js'

type Wire<S extends z.ZodType> = z.output<S>
type Entity = Wire<typeof CanonicalOrder>

/**
 * The same order as a programmer would read it who trusts every document: nothing is checked, and nothing of
 * the document is kept. What this takes, no mapping can do without.
 */
export function readByHand(wire: Wire<typeof WireOrder>): Entity {
  const { customer } = wire
  return {
    ref: refOf('Order', wire.id),
    number: wire.name,
    sequence: wire.order_number,
    placedAt: wire.processed_at,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
    ...(wire.cancelled_at != null && { cancelledAt: wire.cancelled_at }),
    ...(wire.cancel_reason != null && { cancelReason: wire.cancel_reason }),
    currency: wire.currency,
    buyerCurrency: wire.presentment_currency,
    taxIncluded: wire.taxes_included,
    total: amountOf(wire.current_total_price_set),
    state: STATES[wire.financial_status],
    ...(wire.contact_email != null && { email: wire.contact_email }),
    ...(wire.note != null && { note: wire.note }),
    tags: wire.tags.split(',').map((tag) => tag.trim()),
    weight: wire.total_weight,
    confirmed: wire.confirmed,
    customer:
      customer == null
        ? {}
        : {
            ref: refOf('Customer', customer.id),
            ...(customer.state != null && { state: customer.state }),
          },
    ...(customer?.default_address != null && { home: addressOf(customer.default_address) }),
    ...(wire.billing_address != null && { billTo: addressOf(wire.billing_address) }),
    ...(wire.shipping_address != null && { shipTo: addressOf(wire.shipping_address) }),
    lines: wire.line_items.map(lineOf),
    discounts: wire.discount_applications.map(({ target_type, type, value, code }) => ({
      target: target_type,
      kind: type,
      value: decimal(value),
      ...(code != null && { code }),
    })),
    shipping: wire.shipping_lines.map(({ id, title, price }) => ({
      ref: refOf('ShippingLine', id),
      title,
      price: decimal(price),
    })),
  }
}

/** What the words of the shop mean. */
export const STATES = {
  paid: 'paid',
  pending: 'open',
  authorized: 'open',
  refunded: 'refunded',
  voided: 'voided',
} as const

function lineOf(wire: Wire<typeof WireLine>): Wire<typeof Line> {
  const line: Wire<typeof Line> = {
    ref: refOf('Line', wire.id),
    title: wire.name,
    quantity: wire.quantity,
    open: wire.fulfillable_quantity,
    unitPrice: amountOf(wire.price_set),
    grams: wire.grams,
    giftCard: wire.gift_card,
    taxable: wire.taxable,
    shipped: wire.requires_shipping,
    taxes: wire.tax_lines.map(({ title, rate, price_set, channel_liable }) => ({
      title,
      rate: String(rate),
      amount: amountOf(price_set),
      byChannel: channel_liable,
    })),
    discounts: wire.discount_allocations.map(({ discount_application_index, amount }) => ({
      discount: discount_application_index,
      amount: decimal(amount),
    })),
  }
  if (wire.sku != null) line.sku = wire.sku
  if (wire.product_id != null) line.product = refOf('Product', wire.product_id)
  if (wire.variant_id != null) line.variant = refOf('Variant', wire.variant_id)
  if (wire.fulfillment_status != null) line.fulfilment = wire.fulfillment_status
  return line
}

function addressOf(wire: Wire<typeof WireAddress>): Wire<typeof Address> {
  const address: Wire<typeof Address> = {}
  if (wire.first_name != null) address.firstName = wire.first_name
  if (wire.last_name != null) address.lastName = wire.last_name
  if (wire.address1 != null) address.street = wire.address1
  if (wire.address2 != null) address.more = wire.address2
  if (wire.city != null) address.city = wire.city
  if (wire.zip != null) address.postalCode = wire.zip
  if (wire.country_code != null) address.country = wire.country_code
  if (wire.latitude != null) address.latitude = String(wire.latitude)
  if (wire.longitude != null) address.longitude = String(wire.longitude)
  return address
}

/** A price on both sides. */
export function amountOf({
  shop_money: shop,
  presentment_money: buyer,
}: Wire<typeof WireSet>): Amount {
  return {
    shop: { amount: decimal(shop.amount), currency: shop.currency_code },
    buyer: { amount: decimal(buyer.amount), currency: buyer.currency_code },
  }
}

/** A decimal as Canonry writes it. */
export const decimal = (text: string): string => decimalOf(text) ?? text

/** A ref of the shop. */
export function refOf(kind: string, id: unknown): Ref {
  return { system: 'shop', account: 'acme', kind, id: String(id) }
}
