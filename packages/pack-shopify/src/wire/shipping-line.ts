import { WireId } from '@canonry/mapping'
import { z } from 'zod'
import { carried } from './carried.js'
import { MoneySet } from './money-set.js'
import { WireDiscountAllocation, WireTaxLine } from './order-line.js'

const text = z.string().nullish()

/** One way of shipping that an order pays for. */
export const WireShippingLine = z.object({
  id: WireId.nullish(),
  title: text,
  code: text,
  price: text,
  price_set: MoneySet.nullish(),
  discounted_price: text,
  discounted_price_set: MoneySet.nullish(),
  is_removed: z.boolean().nullish(),
  discount_allocations: z.array(WireDiscountAllocation).nullish(),
  tax_lines: z.array(WireTaxLine).nullish(),
  carrier_identifier: carried,
  current_discounted_price_set: carried,
  delivery_category: carried,
  phone: carried,
  requested_fulfillment_service_id: carried,
  source: carried,
})
