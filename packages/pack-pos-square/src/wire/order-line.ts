import { z } from 'zod'
import { carriedFields } from './carried.js'
import { WireMoney } from './money.js'
import { WireAppliedTax } from './tax.js'
import { WireMeasurementUnit } from './unit.js'

/** What a line or a returned line is counted in. */
export const WireQuantityUnit = z.object({
  measurement_unit: WireMeasurementUnit.nullish(),
  ...carriedFields('precision catalog_object_id catalog_version'),
})

/** The part of a discount that falls on a line. */
export const WireAppliedDiscount = z.object({
  discount_uid: z.string(),
  applied_money: WireMoney.nullish(),
  ...carriedFields('uid'),
})

/** The fields of a line that are carried without being read. */
export const UNREAD_LINE =
  'note catalog_version variation_name metadata modifiers applied_service_charges variation_total_price_money gross_sales_money total_tax_money total_discount_money total_money pricing_blocklists total_service_charge_money'

/** A line of an order, folded: with its taxes, and with what its modifiers cost per unit. */
export const WireOrderLine = z.object({
  uid: z.string().nullish(),
  name: z.string().nullish(),
  quantity: z.string(),
  quantity_unit: WireQuantityUnit.nullish(),
  catalog_object_id: z.string().nullish(),
  item_type: z.enum(['ITEM', 'CUSTOM_AMOUNT', 'GIFT_CARD']).nullish(),
  base_price_money: WireMoney.nullish(),
  modifiers_price: WireMoney.nullish(),
  applied_discounts: z.array(WireAppliedDiscount).nullish(),
  applied_taxes: z.array(WireAppliedTax).nullish(),
  ...carriedFields(UNREAD_LINE),
})
