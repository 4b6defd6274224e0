import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { TaxLine } from '../order/tax-line.js'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { MONEY_STATES } from './money-state.js'

/** What is given back for units of an order line. */
export const RefundLine = z.object({
  line: Ref,
  /** In the line's unit; zero where the price is reduced and nothing comes back. */
  quantity: Decimal,
  /** After discounts, with inclusive and without exclusive tax. */
  net: Amount,
  taxes: z.array(TaxLine),
  /** The buyer keeps the units. */
  goodwill: z.boolean().optional(),
})
export type RefundLine = z.infer<typeof RefundLine>

/** What is given back of a charge, such as shipping. */
export const RefundCharge = z.object({
  kind: z.enum(['shipping', 'tip', 'duty', 'fee']),
  charge: Ref.optional(),
  net: Amount,
  taxes: z.array(TaxLine),
})
export type RefundCharge = z.infer<typeof RefundCharge>

/**
 * What changes a refund beside its lines and charges; positive gives the buyer more.
 *
 * `exchange` is what the buyer took in goods instead: the refund is net of it.
 */
export const RefundAdjustment = z.object({
  kind: z.enum([
    'goodwill',
    'restocking-fee',
    'return-shipping',
    'exchange',
    'rounding',
    'unknown',
  ]),
  amount: Amount,
  reason: z.string().optional(),
})
export type RefundAdjustment = z.infer<typeof RefundAdjustment>

/** Money that goes back to the buyer of an order; goods that come back are a return. */
export const Refund = z.object({
  refs: z.array(Ref),
  order: Ref,
  return: Ref.optional(),
  amount: Amount,
  lines: z.array(RefundLine),
  charges: z.array(RefundCharge),
  adjustments: z.array(RefundAdjustment),
  method: z.enum(['original', 'store-credit', 'cash', 'bank-transfer', 'other', 'unknown']),
  /** The payment transactions that move the money. */
  transactions: z.array(Ref),
  state: z.enum(MONEY_STATES),
  /** The source's own word for the state. */
  stateLabel: z.string().optional(),
  at: Instant,
  reason: z.string().optional(),
  note: personalData(z.string(), 'direct').optional(),
  attributes: personalData(Attributes, 'direct').optional(),
})
export type Refund = z.infer<typeof Refund>
