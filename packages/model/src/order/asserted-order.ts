import { z } from 'zod'
import { Amount } from '../value/amount.js'
import { Money } from '../value/money.js'

const label = <const V extends readonly [string, ...string[]]>(values: V) =>
  z.object({ raw: z.string(), value: z.enum([...values, 'unknown'] as [...V, 'unknown']) })

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
export const AssertedOrder = z.object({
  /** Before cancellations and returns. */
  total: Amount.optional(),
  /** After edits, cancellations and returns. */
  currentTotal: Amount.optional(),
  subtotal: Amount.optional(),
  tax: Amount.optional(),
  discount: Amount.optional(),
  /** Still to be paid, in the shop's currency. */
  outstanding: Money.optional(),
  payment: PaymentLabel.optional(),
  fulfilment: FulfilmentLabel.optional(),
})
export type AssertedOrder = z.infer<typeof AssertedOrder>
