import { WireDecimal, WireId } from '@canonry/mapping'
import { Amount, Ref } from '@canonry/model'
import { z } from 'zod'

const text = z.string()
const maybeText = z.string().nullish()
const maybeList = z.array(z.unknown()).nullish()

/** A price on its two sides. */
export const WireSet = z.object({
  shop_money: z.object({ amount: text, currency_code: text }),
  presentment_money: z.object({ amount: text, currency_code: text }),
})

/** A tax of a line. */
export const WireTax = z.object({
  channel_liable: z.boolean(),
  price: text,
  price_set: WireSet,
  rate: WireDecimal,
  title: text,
})

/** A line's share of a discount. */
export const WireShare = z.object({ amount: text, discount_application_index: z.int() })

/** A line of the order. */
export const WireLine = z.object({
  id: WireId,
  admin_graphql_api_id: text,
  attributed_staffs: maybeList,
  fulfillable_quantity: z.int(),
  fulfillment_status: maybeText,
  gift_card: z.boolean(),
  grams: z.int(),
  name: text,
  price: text,
  price_set: WireSet,
  product_id: WireId.nullish(),
  properties: maybeList,
  quantity: z.int(),
  requires_shipping: z.boolean(),
  sku: maybeText,
  taxable: z.boolean(),
  variant_id: WireId.nullish(),
  tax_lines: z.array(WireTax),
  discount_allocations: z.array(WireShare),
})

/** A postal address. */
export const WireAddress = z.object({
  first_name: maybeText,
  last_name: maybeText,
  address1: maybeText,
  address2: maybeText,
  city: maybeText,
  zip: maybeText,
  country_code: maybeText,
  latitude: WireDecimal.nullish(),
  longitude: WireDecimal.nullish(),
})

/** The order that `wireOrder` makes, every field of it. */
export const WireOrder = z.object({
  id: WireId,
  admin_graphql_api_id: text,
  app_id: z.int().nullish(),
  browser_ip: maybeText,
  cancel_reason: maybeText,
  cancelled_at: maybeText,
  confirmed: z.boolean(),
  contact_email: maybeText,
  created_at: text,
  currency: text,
  current_total_price: text,
  current_total_price_set: WireSet,
  financial_status: z.enum(['pending', 'authorized', 'paid', 'refunded', 'voided']),
  name: text,
  note: maybeText,
  note_attributes: maybeList,
  order_number: z.int(),
  payment_gateway_names: z.array(z.string()),
  presentment_currency: text,
  processed_at: text,
  tags: text,
  taxes_included: z.boolean(),
  total_weight: z.int(),
  updated_at: text,
  billing_address: WireAddress.nullish(),
  customer: z
    .object({ id: WireId, state: maybeText, default_address: WireAddress.nullish() })
    .nullish(),
  discount_applications: z.array(
    z.object({ target_type: text, type: text, value: text, code: maybeText }),
  ),
  line_items: z.array(WireLine),
  shipping_address: WireAddress.nullish(),
  shipping_lines: z.array(z.object({ id: WireId, price: text, title: text })),
})

/** The canonical side of it. */
export const Address = z.object({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  street: z.string().optional(),
  more: z.string().optional(),
  city: z.string().optional(),
  postalCode: z.string().optional(),
  country: z.string().optional(),
  latitude: z.string().optional(),
  longitude: z.string().optional(),
})

/** The canonical side of it. */
export const Tax = z.object({
  title: z.string(),
  rate: z.string(),
  amount: Amount,
  byChannel: z.boolean(),
})
/** The canonical side of it. */
export const Share = z.object({ discount: z.int(), amount: z.string() })

/** The canonical side of it. */
export const Line = z.object({
  ref: Ref,
  sku: z.string().optional(),
  title: z.string(),
  product: Ref.optional(),
  variant: Ref.optional(),
  quantity: z.int(),
  open: z.int(),
  unitPrice: Amount,
  grams: z.int(),
  giftCard: z.boolean(),
  taxable: z.boolean(),
  shipped: z.boolean(),
  fulfilment: z.string().optional(),
  taxes: z.array(Tax),
  discounts: z.array(Share),
})

/** The order in canonical words, for these measurements only. */
export const CanonicalOrder = z.object({
  ref: Ref,
  number: z.string(),
  sequence: z.int(),
  placedAt: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().optional(),
  cancelReason: z.string().optional(),
  currency: z.string(),
  buyerCurrency: z.string(),
  taxIncluded: z.boolean(),
  total: Amount,
  state: z.enum(['open', 'paid', 'refunded', 'voided']),
  email: z.string().optional(),
  note: z.string().optional(),
  tags: z.array(z.string()),
  weight: z.int(),
  confirmed: z.boolean(),
  customer: z.object({ ref: Ref.optional(), state: z.string().optional() }),
  home: Address.optional(),
  billTo: Address.optional(),
  shipTo: Address.optional(),
  lines: z.array(Line),
  discounts: z.array(
    z.object({
      target: z.string(),
      kind: z.string(),
      value: z.string(),
      code: z.string().optional(),
    }),
  ),
  shipping: z.array(z.object({ ref: Ref, title: z.string(), price: z.string() })),
})
