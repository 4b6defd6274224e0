import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Amount } from '../value/amount.js'
import { Decimal, subtractDecimals } from '../value/decimal.js'
import { Quantity, Unit } from '../value/quantity.js'
import { DiscountAllocation } from './discount.js'
import { TaxLine } from './tax-line.js'

/**
 * How many units of a line were ordered and what became of them, in the line's unit.
 *
 * `cancelled` are units that will never be fulfilled: removed by an edit, cancelled, or gone for a
 * reason that the source did not give. `returned` are among the `fulfilled`.
 */
export const LineQuantity = z.object({
  ordered: Decimal,
  cancelled: Decimal,
  fulfilled: Decimal,
  returned: Decimal,
})
export type LineQuantity = z.infer<typeof LineQuantity>

/**
 * One position of an order.
 *
 * Discounts and taxes are those of all ordered units, also of units that were cancelled since:
 * that is how the sources keep them, and the cents of a source are not recomputed.
 */
export const OrderLine = z.object({
  ref: Ref,
  sku: z.string().optional(),
  title: z.string(),
  variant: Ref.optional(),
  product: Ref.optional(),
  quantity: LineQuantity,
  /** What the counters count; absent where the source does not say, which mostly means pieces. */
  unit: Unit.optional(),
  /**
   * Catch weight: what all ordered units weigh or measure together. Where it is there, the price is
   * per its unit, not per counted unit; cancelled and returned units take their share by count.
   */
  measured: Quantity.optional(),
  unitPrice: Amount,
  discounts: z.array(DiscountAllocation),
  taxes: z.array(TaxLine),
  /** Lines with the same bundle were bought together as one. */
  bundle: z.string().optional(),
  /** The line of the bundle that this line is a component of. */
  parent: Ref.optional(),
  giftCard: z.boolean(),
  requiresShipping: z.boolean(),
  /** What the buyer or the shop wrote to the line, such as an engraving. */
  attributes: personalData(Attributes, 'direct').optional(),
})
export type OrderLine = z.infer<typeof OrderLine>

/** The units of a line that still belong to the order: ordered − cancelled − returned. */
export function remainingUnits(line: Pick<OrderLine, 'quantity'>): Decimal {
  const { ordered, cancelled, returned } = line.quantity
  return subtractDecimals(subtractDecimals(ordered, cancelled), returned)
}

/** The units of a line that are still to be sent: ordered − cancelled − fulfilled. */
export function openUnits(line: Pick<OrderLine, 'quantity'>): Decimal {
  const { ordered, cancelled, fulfilled } = line.quantity
  return subtractDecimals(subtractDecimals(ordered, cancelled), fulfilled)
}
