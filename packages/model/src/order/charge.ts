import { z } from 'zod'
import { Ref } from '../entity/ref.js'
import { Amount } from '../value/amount.js'
import { DiscountAllocation } from './discount.js'
import { TaxLine } from './tax-line.js'

/** What an order costs beside its goods: shipping, tips, duties and fees, each with its own taxes. */
export const Charge = z.object({
  kind: z.enum(['shipping', 'tip', 'duty', 'fee']),
  ref: Ref.optional(),
  title: z.string().optional(),
  code: z.string().optional(),
  /** Before discounts. */
  amount: Amount,
  /**
   * After discounts, as the source states it (Shopify: `discounted_price`, which counts even where
   * no allocation explains it). Absent where the source says it by allocations alone.
   */
  discounted: Amount.optional(),
  /** Taken off the order again by an edit: kept for the record, counted as nothing. */
  removed: z.boolean(),
  discounts: z.array(DiscountAllocation),
  taxes: z.array(TaxLine),
})
export type Charge = z.infer<typeof Charge>
