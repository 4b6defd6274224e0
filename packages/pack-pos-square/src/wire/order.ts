import { z } from 'zod'
import { carriedFields } from './carried.js'
import { WireMoney } from './money.js'
import { WireOrderLine } from './order-line.js'
import { WireAppliedTax } from './tax.js'

const text = z.string().nullish()
const money = WireMoney.nullish()

/** The fields of a discount that are carried without being read. */
export const UNREAD_DISCOUNT =
  'catalog_object_id catalog_version metadata reward_ids pricing_rule_id'

/** A discount of the order; lines refer to it by its uid. */
export const WireDiscount = z.object({
  uid: z.string(),
  name: text,
  type: z.string().nullish(),
  percentage: text,
  amount_money: money,
  applied_money: money,
  scope: z.string().nullish(),
  ...carriedFields(UNREAD_DISCOUNT),
})

/** The fields of a service charge that are carried without being read. */
export const UNREAD_SERVICE_CHARGE =
  'catalog_object_id catalog_version percentage amount_money total_money total_tax_money calculation_phase taxable metadata type treatment_type scope'

/** A service charge of the order, folded: with its taxes. */
export const WireServiceCharge = z.object({
  uid: z.string().nullish(),
  name: text,
  applied_money: WireMoney.nullish(),
  applied_taxes: z.array(WireAppliedTax).nullish(),
  ...carriedFields(UNREAD_SERVICE_CHARGE),
})

/** The fields of an order that are carried without being read. */
export const UNREAD_ORDER =
  'reference_id taxes fulfillments returns return_amounts net_amounts tenders refunds metadata version total_service_charge_money ticket_name pricing_options rewards'

/** An order as Square answers it, folded: its currency and kind of taxes stand at its top. */
export const WireOrder = z.object({
  id: z.string(),
  location_id: z.string(),
  source: z.object({ name: text }).nullish(),
  customer_id: text,
  state: z.enum(['OPEN', 'COMPLETED', 'CANCELED', 'DRAFT']).nullish(),
  created_at: z.string(),
  updated_at: text,
  closed_at: text,
  currency: z.string(),
  tax_included: z.boolean(),
  line_items: z.array(WireOrderLine).nullish(),
  discounts: z.array(WireDiscount).nullish(),
  service_charges: z.array(WireServiceCharge).nullish(),
  total_tip_money: money,
  rounding_adjustment: z.object({ amount_money: money, ...carriedFields('uid name') }).nullish(),
  total_money: money,
  unrounded_money: money,
  total_tax_money: money,
  total_discount_money: money,
  net_amount_due_money: money,
  gift_card_money: money,
  ...carriedFields(UNREAD_ORDER),
})
export type WireOrder = z.infer<typeof WireOrder>
