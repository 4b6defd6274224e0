import { WireDecimal, WireId } from '@canonry/mapping'
import { z } from 'zod'
import { carried } from './carried.js'
import { MoneySet } from './money-set.js'

const text = z.string().nullish()
const set = MoneySet.nullish()

/** One tax on a line or a shipping line. */
export const WireTaxLine = z.object({
  title: z.string(),
  rate: WireDecimal.nullish(),
  price: text,
  price_set: set,
  channel_liable: z.boolean().nullish(),
})

/** The part of a discount that falls on a line or a shipping line. */
export const WireDiscountAllocation = z.object({
  discount_application_index: z.int(),
  amount: text,
  amount_set: set,
})

/** A line of an order. */
export const WireOrderLine = z.object({
  id: WireId.nullish(),
  admin_graphql_api_id: text,
  sku: text,
  title: z.string(),
  variant_id: WireId.nullish(),
  product_id: WireId.nullish(),
  quantity: z.int(),
  current_quantity: z.int().nullish(),
  fulfillable_quantity: z.int().nullish(),
  price: text,
  price_set: set,
  discount_allocations: z.array(WireDiscountAllocation).nullish(),
  tax_lines: z.array(WireTaxLine).nullish(),
  sales_line_item_group_id: WireId.nullish(),
  gift_card: z.boolean().nullish(),
  requires_shipping: z.boolean().nullish(),
  attributed_staffs: carried,
  duties: carried,
  fulfillment_service: carried,
  fulfillment_status: carried,
  grams: carried,
  name: carried,
  origin_location: carried,
  pre_tax_price: carried,
  pre_tax_price_set: carried,
  product_exists: carried,
  properties: carried,
  taxable: carried,
  total_discount: carried,
  total_discount_set: carried,
  variant_inventory_management: carried,
  variant_title: carried,
  vendor: carried,
})
