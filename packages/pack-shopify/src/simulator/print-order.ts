import { writeWire } from '@canonry/mapping'
import { NOTHING, type Pair, printUnits, subtractPair } from './pair.js'
import { printAddress, printCustomer } from './print-customer.js'
import { printLine, printShipping } from './print-line.js'
import { moneySet, printInstant, printTaxes, wireId } from './print-parts.js'
import { printTip } from './print-tip.js'
import type { ShopOrder, ShopTax } from './shop-order.js'
import { shopTotals } from './shop-totals.js'

const printed = new WeakMap<ShopOrder, string>()

/** The JSON text of an order of a shop, which is printed once: {@link ShopOrder} never changes. */
export function printOrder(order: ShopOrder, shop: string): string {
  const text = printed.get(order) ?? print(order, shop)
  printed.set(order, text)
  return text
}

/** The JSON text of an order in the published shape of the order webhooks, version 2026-07. */
function print(order: ShopOrder, shop: string): string {
  return writeWire({
    id: wireId(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    ...heading(order, shop),
    ...amounts(order),
    ...parties(order),
    discount_applications: order.discounts.map(({ code, kind, value, target }) => ({
      target_type: target,
      type: 'discount_code',
      value,
      value_type: kind,
      allocation_method: kind === 'percentage' ? 'each' : 'across',
      target_selection: 'all',
      code,
    })),
    fulfillments: [],
    line_items: [
      ...order.lines.map((line) => printLine(line, order.currencies)),
      ...printTip(order),
    ],
    payment_terms: null,
    refunds: [],
    shipping_lines: order.shipping.map((line) => printShipping(line, order.currencies)),
    returns: [],
    line_item_groups: [],
  })
}

// fields that the published shape requires and this shop never fills
const UNUSED = {
  browser_ip: null,
  cart_token: null,
  checkout_token: null,
  client_details: null,
  closed_at: null,
  confirmation_number: null,
  device_id: null,
  landing_site: null,
  landing_site_ref: null,
  location_id: null,
  merchant_of_record_app_id: null,
  phone: null,
  po_number: null,
  reference: null,
  referring_site: null,
  source_identifier: null,
  source_url: null,
  user_id: null,
  app_id: 580111,
  buyer_accepts_marketing: false,
  confirmed: true,
  customer_locale: 'en',
  discount_codes: [],
  duties_included: false,
  estimated_taxes: false,
  merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
  note_attributes: [],
  payment_gateway_names: ['shopify_payments'],
  source_name: 'web',
  tax_exempt: false,
  test: false,
}

function heading(order: ShopOrder, shop: string): object {
  const cancelled = order.cancelledAt
  return {
    ...UNUSED,
    cancel_reason: cancelled === undefined ? null : 'customer',
    cancelled_at: cancelled === undefined ? null : printInstant(cancelled),
    contact_email: order.address.email,
    created_at: printInstant(order.createdAt),
    currency: order.currencies.shop,
    email: order.address.email,
    ...states(order),
    name: `#${order.number}`,
    note: order.note ?? null,
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${shop}.myshopify.com/1/orders/${order.number}/authenticate?key=none`,
    presentment_currency: order.currencies.buyer,
    processed_at: printInstant(order.createdAt),
    tags: order.discounts.length > 0 ? 'promo, simulated' : 'simulated',
    taxes_included: order.taxesIncluded,
    token: `token-${order.number}`,
    updated_at: printInstant(order.updatedAt),
  }
}

function states(order: ShopOrder): object {
  const { total } = shopTotals(order, 'current')
  const shipped = order.lines.filter(({ fulfilled }) => fulfilled > 0).length
  return {
    financial_status: financialStatus(order, total.shop),
    fulfillment_status:
      shipped === 0 ? null : shipped === order.lines.length ? 'fulfilled' : 'partial',
  }
}

function financialStatus(order: ShopOrder, total: number): string {
  if (order.cancelledAt !== undefined) return 'voided'
  if (order.paid >= total) return 'paid'
  return order.paid > 0 ? 'partially_paid' : 'pending'
}

function amounts(order: ShopOrder): object {
  const { currencies } = order
  const original = shopTotals(order, 'original')
  const current = shopTotals(order, 'current')
  const both = (name: string, pair: Pair) => ({
    [name]: printUnits(pair.shop, currencies.shop),
    [`${name}_set`]: moneySet(pair, currencies),
  })
  return {
    ...both('current_subtotal_price', current.subtotal),
    ...both('current_total_discounts', current.discounts),
    ...both('current_total_price', current.total),
    ...both('current_total_tax', current.tax),
    ...both('subtotal_price', original.subtotal),
    ...both('total_discounts', original.discounts),
    ...both('total_line_items_price', original.items),
    ...both('total_price', original.total),
    ...both('total_tax', original.tax),
    current_shipping_price_set: moneySet(current.shipping, currencies),
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    tax_lines: printTaxes(taxesByTitle(order), currencies),
    total_cash_rounding_payment_adjustment_set: moneySet(NOTHING, currencies),
    total_cash_rounding_refund_adjustment_set: moneySet(NOTHING, currencies),
    total_outstanding: printUnits(outstanding(order, current.total), currencies.shop),
    total_shipping_price_set: moneySet(original.shipping, currencies),
    total_tip_received: printUnits(order.tip.shop, currencies.shop),
    total_weight: order.lines.reduce((sum, line) => sum + line.article.grams * line.quantity, 0),
  }
}

function outstanding(order: ShopOrder, total: Pair): number {
  const { shop } = subtractPair(total, { shop: order.paid, buyer: 0 })
  return order.cancelledAt === undefined && shop > 0 ? shop : 0
}

function taxesByTitle(order: ShopOrder): ShopTax[] {
  const byTitle = new Map<string, ShopTax>()
  for (const tax of [...order.lines, ...order.shipping].flatMap(({ taxes }) => taxes)) {
    const sum = byTitle.get(tax.title)?.amount ?? NOTHING
    const amount = { shop: sum.shop + tax.amount.shop, buyer: sum.buyer + tax.amount.buyer }
    byTitle.set(tax.title, { ...tax, amount })
  }
  return [...byTitle.values()]
}

function parties(order: ShopOrder): object {
  const address = printAddress(order.address)
  return {
    billing_address: address,
    shipping_address: address,
    ...(order.customer ? { customer: printCustomer(order.customer, order.currencies.shop) } : {}),
  }
}
