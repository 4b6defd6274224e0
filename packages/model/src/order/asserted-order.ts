import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Amount } from '../value/amount.js'
import { Money } from '../value/money.js'

const label = <const V extends readonly [string, ...string[]]>(values: V) =>
  z.object({
    raw: z.string().describe('The label as the source writes it.'),
    value: z
      .enum([...values, 'unknown'] as [...V, 'unknown'])
      .describe("The same in the model's words; `unknown` where it has none."),
  })

/** How a system itself labels the money side of an order. */
export const PaymentLabel = label([
  'unpaid',
  'authorised',
  'part-paid',
  'paid',
  'part-refunded',
  'refunded',
  'voided',
  'expired',
])
export type PaymentLabel = z.infer<typeof PaymentLabel>

/** How a system itself labels the goods side of an order. */
export const FulfilmentLabel = label(['none', 'partial', 'complete', 'restocked'])
export type FulfilmentLabel = z.infer<typeof FulfilmentLabel>

/**
 * What the source system claims about an order: its totals and labels, kept apart from everything
 * derived. A disagreement is a finding, never an overwrite.
 */
export const AssertedOrder = lazyObject(() => ({
  total: Amount.optional().describe(
    'The total as the source states it, before cancellations and returns. Without cash rounding.',
  ),
  currentTotal: Amount.optional().describe(
    'The total as the source states it now, after edits, cancellations and returns.',
  ),
  subtotal: Amount.optional().describe(
    'The goods after discounts and before shipping, as the source adds them up.',
  ),
  tax: Amount.optional().describe('All taxes together, as the source adds them up.'),
  discount: Amount.optional().describe(
    'All discounts together, as the source adds them up; positive.',
  ),
  byGiftCard: Amount.optional().describe(
    'What of the total was paid by gift cards of the seller, as the source says it: money that came in when they were sold. Payments are told as transactions, beside this.',
  ),
  outstanding: Money.optional().describe(
    "What the buyer still has to pay, in the shop's currency; below zero where money is owed back.",
  ),
  payment: PaymentLabel.optional().describe(
    "The source's own label of the money side. The model derives its payment status from transactions and keeps this beside it.",
  ),
  fulfilment: FulfilmentLabel.optional().describe(
    "The source's own label of the goods side, kept beside the derived fulfilment status.",
  ),
}))
export type AssertedOrder = z.infer<typeof AssertedOrder>
