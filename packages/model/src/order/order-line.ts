import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { lazyObject } from '../entity/lazy-object.js'
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
export const LineQuantity = lazyObject(() => ({
  ordered: Decimal.meta({
    description: 'Units that were ordered; stays as it was when units are cancelled or come back.',
    unit: "the line's unit",
  }),
  cancelled: Decimal.meta({
    description:
      'Units that will never be sent: removed by an edit, cancelled, or gone for a reason that the source did not give.',
    unit: "the line's unit",
  }),
  fulfilled: Decimal.meta({
    description:
      'Units that were sent or handed over; those that came back later are still among them.',
    unit: "the line's unit",
    owner: 'warehouse',
  }),
  returned: Decimal.meta({
    description:
      'Units that came back, of the fulfilled ones. 0 also where the source counts returns in documents of their own.',
    unit: "the line's unit",
    owner: 'warehouse',
  }),
}))
export type LineQuantity = z.infer<typeof LineQuantity>

/**
 * One position of an order.
 *
 * Discounts and taxes are those of all ordered units, also of units that were cancelled since:
 * that is how the sources keep them, and the cents of a source are not recomputed.
 */
export const OrderLine = lazyObject(() => ({
  ref: Ref.describe('What the source calls this line; stays the same through edits.'),
  sku: z
    .string()
    .optional()
    .describe("The merchant's article number, as it was when the order was placed."),
  title: z.string().describe('What the buyer read in the basket.'),
  variant: Ref.optional().describe('The sellable variant, where the source names it.'),
  product: Ref.optional().describe('The product that the variant belongs to.'),
  quantity: LineQuantity.describe('How many units were ordered, and what became of them.'),
  unit: Unit.optional().describe(
    'What the counters count (UN/CEFACT Rec 20). Absent where the source is silent, which mostly means pieces.',
  ),
  measured: Quantity.optional().describe(
    'Catch weight: what all ordered units weigh or measure together. Where it is there, the price is per its unit; cancelled and returned units take their share by count.',
  ),
  unitPrice: Amount.describe(
    'The price of one unit before discounts; contains tax where the order says `taxIncluded`.',
  ),
  discounts: z
    .array(DiscountAllocation)
    .describe('The parts of discounts that fall on this line, for all ordered units.'),
  taxes: z.array(TaxLine).describe('The taxes on this line, for all ordered units.'),
  bundle: z
    .string()
    .optional()
    .describe('A name shared by lines that were bought together as one bundle.'),
  parent: Ref.optional().describe('The line of the bundle that this line is a component of.'),
  giftCard: z
    .boolean()
    .describe('Sells a gift card: a debt to its holder, and no turnover until it is redeemed.'),
  requiresShipping: z
    .boolean()
    .describe('Goods that are sent or handed over; false for services and downloads.'),
  attributes: personalData(Attributes, 'direct')
    .optional()
    .describe('What the buyer or the shop wrote to the line, such as an engraving.'),
})).describe(
  'One position of an order. Its discounts and taxes are those of all ordered units, also of units that were cancelled since, because sources keep them so.',
)
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
