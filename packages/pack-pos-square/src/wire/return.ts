import { z } from 'zod'
import { carriedFields } from './carried.js'
import { WireMoney } from './money.js'
import { WireQuantityUnit } from './order-line.js'
import { WireAppliedTax } from './tax.js'

const text = z.string().nullish()

/** The fields of a returned line that are carried without being read. */
export const UNREAD_RETURN_LINE =
  'name catalog_version variation_name item_type return_modifiers applied_discounts applied_service_charges base_price_money variation_total_price_money gross_return_money total_tax_money total_discount_money total_service_charge_money'

/** A line of a return, folded: with its taxes, and with how much of its total stands elsewhere. */
export const WireReturnLine = z.object({
  uid: text,
  source_line_item_uid: text,
  catalog_object_id: text,
  quantity: z.string(),
  quantity_unit: WireQuantityUnit.nullish(),
  note: text,
  total_money: WireMoney.nullish(),
  elsewhere_money: WireMoney.nullish(),
  money_alone: z.boolean().nullish(),
  applied_taxes: z.array(WireAppliedTax).nullish(),
  ...carriedFields(UNREAD_RETURN_LINE),
})

/** The fields of a returned service charge that are carried without being read. */
export const UNREAD_RETURN_CHARGE =
  'name catalog_object_id catalog_version percentage amount_money applied_money total_tax_money calculation_phase taxable treatment_type scope'

/** A service charge that is given back, folded like a line. */
export const WireReturnCharge = z.object({
  uid: text,
  source_service_charge_uid: text,
  total_money: WireMoney.nullish(),
  elsewhere_money: WireMoney.nullish(),
  applied_taxes: z.array(WireAppliedTax).nullish(),
  ...carriedFields(UNREAD_RETURN_CHARGE),
})

/** A tip that is given back. */
export const WireReturnTip = z.object({
  applied_money: WireMoney.nullish(),
  ...carriedFields('uid source_tender_uid source_tender_id'),
})

/** The fields of a return that are carried without being read. */
export const UNREAD_RETURN = 'return_taxes return_discounts'

/** One return inside of an order: of the goods of the order that it names, or of none. */
export const WireReturn = z.object({
  uid: z.string().nullish(),
  source_order_id: text,
  return_line_items: z.array(WireReturnLine).nullish(),
  return_service_charges: z.array(WireReturnCharge).nullish(),
  return_tips: z.array(WireReturnTip).nullish(),
  rounding_adjustment: z
    .object({ amount_money: WireMoney.nullish(), ...carriedFields('uid name') })
    .nullish(),
  return_amounts: z.object({
    total_money: WireMoney.nullish(),
    ...carriedFields('tax_money discount_money tip_money service_charge_money'),
  }),
  paid_money: WireMoney.nullish(),
  ...carriedFields(UNREAD_RETURN),
})
export type WireReturn = z.infer<typeof WireReturn>
