import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { Amount } from '../value/amount.js'
import { DiscountAllocation } from './discount.js'
import { TaxLine } from './tax-line.js'

/** What an order costs beside its goods: shipping, tips, duties and fees, each with its own taxes. */
export const Charge = lazyObject(() => ({
  kind: z
    .enum(['shipping', 'tip', 'duty', 'fee'])
    .describe('What it is for; `duty` is import duty, `fee` any other service.'),
  ref: Ref.optional().describe('What the source calls this charge, where it names it.'),
  title: z.string().optional().describe('What the buyer reads: `Express shipping`.'),
  code: z.string().optional().describe("The source's own code, such as a shipping service."),
  amount: Amount.describe('What it costs before discounts; with tax where prices include tax.'),
  discounted: Amount.optional().describe(
    'What it costs after discounts, as the source states it, which counts even where no allocation explains it. Absent where the source says it by allocations alone.',
  ),
  removed: z
    .boolean()
    .describe('Taken off the order again by an edit: kept for the record, counted as nothing.'),
  discounts: z
    .array(DiscountAllocation)
    .describe('The parts of discounts that fall on this charge.'),
  taxes: z.array(TaxLine).describe('The taxes on this charge.'),
})).describe('What an order costs beside its goods: shipping, a tip, duty or a fee.')
export type Charge = z.infer<typeof Charge>
