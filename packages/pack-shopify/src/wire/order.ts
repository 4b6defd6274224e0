import { WireId } from '@canonry/mapping'
import { z } from 'zod'
import { WireAddress } from './address.js'
import { carried } from './carried.js'
import { MoneySet } from './money-set.js'
import { WireOrderLine } from './order-line.js'
import { WireShippingLine } from './shipping-line.js'

const text = z.string().nullish()
const set = MoneySet.nullish()

/** A discount of the order; lines and shipping lines refer to it by its place in the list. */
export const WireDiscountApplication = z.object({
  code: text,
  title: text,
  description: text,
  value: z.string(),
  value_type: z.string(),
  target_type: z.string(),
  allocation_method: z.string(),
  target_selection: carried,
  type: carried,
})

/** The fields of an order that are read. */
const read = {
  id: WireId.nullish(),
  admin_graphql_api_id: text,
  name: z.string(),
  created_at: text,
  processed_at: text,
  updated_at: text,
  cancelled_at: text,
  cancel_reason: text,
  closed_at: text,
  currency: z.string(),
  presentment_currency: text,
  taxes_included: z.boolean(),
  customer: z.object({ id: WireId.nullish(), admin_graphql_api_id: text }).nullish(),
  email: text,
  phone: text,
  billing_address: WireAddress.nullish(),
  shipping_address: WireAddress.nullish(),
  line_items: z.array(WireOrderLine),
  shipping_lines: z.array(WireShippingLine).nullish(),
  discount_applications: z.array(WireDiscountApplication).nullish(),
  total_tip_received: text,
  tip_given_back: text,
  original_total_duties_set: set,
  current_total_duties_set: set,
  original_total_additional_fees_set: set,
  current_total_additional_fees_set: set,
  total_cash_rounding_payment_adjustment_set: set,
  total_price: text,
  total_price_set: set,
  current_total_price: text,
  current_total_price_set: set,
  subtotal_price: text,
  subtotal_price_set: set,
  total_tax: text,
  total_tax_set: set,
  total_discounts: text,
  total_discounts_set: set,
  total_outstanding: text,
  financial_status: text,
  fulfillment_status: text,
  source_name: text,
  location_id: WireId.nullish(),
  device_id: WireId.nullish(),
  landing_site: text,
  referring_site: text,
  test: z.boolean().nullish(),
  note: text,
  tags: text,
} as const

const unread = [
  'app_id',
  'browser_ip',
  'buyer_accepts_marketing',
  'cart_token',
  'checkout_id',
  'checkout_token',
  'client_details',
  'company',
  'confirmation_number',
  'confirmed',
  'contact_email',
  'current_shipping_price_set',
  'current_subtotal_price',
  'current_subtotal_price_set',
  'current_total_discounts',
  'current_total_discounts_set',
  'current_total_tax',
  'current_total_tax_set',
  'customer_locale',
  'discount_codes',
  'duties_included',
  'estimated_taxes',
  'fulfillments',
  'landing_site_ref',
  'line_item_groups',
  'merchant_business_entity_id',
  'merchant_of_record_app_id',
  'note_attributes',
  'number',
  'order_number',
  'order_status_url',
  'payment_gateway_names',
  'payment_terms',
  'po_number',
  'reference',
  'refunds',
  'returns',
  'source_identifier',
  'source_url',
  'tax_exempt',
  'tax_lines',
  'tip_lines',
  'token',
  'total_cash_rounding_refund_adjustment_set',
  'total_line_items_price',
  'total_line_items_price_set',
  'total_shipping_price_set',
  'total_weight',
  'user_id',
] as const

/** The fields of an order that are carried without being read. */
export const carriedOrderFields: readonly (typeof unread)[number][] = unread

/** An order as webhooks carry it and as the REST resource sends it. */
export const WireOrder = z.object({
  ...read,
  ...(Object.fromEntries(unread.map((field) => [field, carried])) as {
    readonly [F in (typeof unread)[number]]: typeof carried
  }),
})
export type WireOrder = z.infer<typeof WireOrder>
