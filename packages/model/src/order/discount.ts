import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'

/** Who pays for a discount and which fraction of it; the shares of a discount add up to 1. */
export const DiscountFunding = lazyObject(() => ({
  by: z
    .enum(['merchant', 'channel', 'vendor', 'unknown'])
    .describe('Who pays: the merchant, the marketplace, or the supplier of the goods.'),
  share: Decimal.meta({
    description: 'The part that this one pays; the shares of a discount add up to 1.',
    unit: 'fraction: 0.5 is one half',
  }),
}))
export type DiscountFunding = z.infer<typeof DiscountFunding>

/** A discount as the shop applied it to the order; its allocations on lines and charges are data. */
export const DiscountApplication = lazyObject(() => ({
  key: z
    .string()
    .describe('Names the discount within its order; allocations on lines and charges say it.'),
  code: z.string().optional().describe('The code that the buyer entered, such as `SUMMER10`.'),
  title: z.string().optional().describe('What the buyer or the shop calls the discount.'),
  description: z.string().optional().describe('What the shop wrote about it, for staff.'),
  kind: z
    .enum(['percent', 'fixed', 'unknown'])
    .describe('Whether it takes off a share of the price or an amount of money.'),
  value: Decimal.meta({
    description:
      'How much it takes off by its own rule. Never used to recompute cents: what counts are the allocations.',
    unit: 'percent (`10` is 10 %) or money in major units, as the source counts it',
  }),
  target: z
    .enum(['line', 'shipping', 'unknown'])
    .describe('Whether it takes off goods or shipping.'),
  method: z
    .enum(['each', 'across', 'one', 'unknown'])
    .describe(
      '`each` takes it off every unit, `across` spreads one sum over all targets, `one` takes it off a single line.',
    ),
  amount: Amount.optional().describe(
    'What the source says it comes to, positive; a different sum of its allocations is a finding.',
  ),
  funding: z
    .array(DiscountFunding)
    .optional()
    .describe('Who pays for it. Absent where the source is silent; then mostly the merchant.'),
})).describe(
  'A discount as the shop applied it to an order; what it took off stands as allocations.',
)
export type DiscountApplication = z.infer<typeof DiscountApplication>

/** The part of a discount application that falls on one line or charge. */
export const DiscountAllocation = lazyObject(() => ({
  application: z.string().describe("The `key` of the order's discount that this is a part of."),
  amount: Amount.describe('What it takes off here, positive, for all ordered units together.'),
})).describe('The part of a discount that falls on one line or charge.')
export type DiscountAllocation = z.infer<typeof DiscountAllocation>
