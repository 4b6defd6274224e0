import { z } from 'zod'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'

/** Who pays for a discount and which fraction of it; the shares of a discount add up to 1. */
export const DiscountFunding = z.object({
  by: z.enum(['merchant', 'channel', 'vendor', 'unknown']),
  share: Decimal,
})
export type DiscountFunding = z.infer<typeof DiscountFunding>

/** A discount as the shop applied it to the order; its allocations on lines and charges are data. */
export const DiscountApplication = z.object({
  /** Names the application within its order; allocations point to it. */
  key: z.string(),
  code: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  kind: z.enum(['percent', 'fixed', 'unknown']),
  /** A fraction for `percent` is not enforced by shops: the value is as the source counts it. */
  value: Decimal,
  target: z.enum(['line', 'shipping', 'unknown']),
  method: z.enum(['each', 'across', 'one', 'unknown']),
  /** What the source says it comes to; a different sum of its allocations is a finding. */
  amount: Amount.optional(),
  /** Absent where the source does not say; then usually all of it is the merchant's. */
  funding: z.array(DiscountFunding).optional(),
})
export type DiscountApplication = z.infer<typeof DiscountApplication>

/** The part of a discount application that falls on one line or charge. */
export const DiscountAllocation = z.object({ application: z.string(), amount: Amount })
export type DiscountAllocation = z.infer<typeof DiscountAllocation>
