import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { attributes, refs, stateLabel } from '../entity/usual-fields.js'
import { TaxLine } from '../order/tax-line.js'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { MONEY_STATES } from './money-state.js'

/** What is given back for units of an order line. */
export const RefundLine = lazyObject(() => ({
  line: Ref.describe('The order line that money is given back for.'),
  variant: Ref.optional().describe('Which variant it is, where the source names it.'),
  sku: z.string().optional().describe("The merchant's article number, where the source names it."),
  quantity: Decimal.meta({
    description: 'For how many units; 0 where the price is reduced and nothing comes back.',
    unit: "the order line's unit",
  }),
  net: Amount.describe(
    'What is given back for them, positive: after discounts, with inclusive and without exclusive tax.',
  ),
  taxes: z.array(TaxLine).describe('The taxes that are given back with it; positive.'),
  goodwill: z.boolean().optional().describe('The buyer keeps the units: nothing is expected back.'),
}))
export type RefundLine = z.infer<typeof RefundLine>

/** What is given back of a charge, such as shipping. */
export const RefundCharge = lazyObject(() => ({
  kind: z.enum(['shipping', 'tip', 'duty', 'fee']).describe('The kind of the charge.'),
  charge: Ref.optional().describe("The order's charge, where the source names it."),
  net: Amount.describe('What is given back of it, positive; without exclusive tax.'),
  taxes: z.array(TaxLine).describe('The taxes that are given back with it; positive.'),
}))
export type RefundCharge = z.infer<typeof RefundCharge>

/**
 * What changes a refund beside its lines and charges; positive gives the buyer more.
 *
 * `exchange` is what the buyer took in goods instead: the refund is net of it.
 */
export const RefundAdjustment = lazyObject(() => ({
  kind: z
    .enum(['goodwill', 'restocking-fee', 'return-shipping', 'exchange', 'rounding', 'unknown'])
    .describe(
      'Why the refund is more or less than its lines; `exchange` is what the buyer took in goods instead.',
    ),
  amount: Amount.describe('Signed: positive gives the buyer more, a fee is negative.'),
  reason: z.string().optional().describe("Why, in the source's words."),
}))
export type RefundAdjustment = z.infer<typeof RefundAdjustment>

/** Money that goes back to the buyer of an order; goods that come back are a return. */
export const Refund = lazyObject(() => ({
  refs,
  order: Ref.describe('The order whose money goes back.'),
  return: Ref.optional().describe('The return that it belongs to, where goods come back.'),
  location: Ref.optional().describe('The store that gives the money back, for refunds of a till.'),
  amount: Amount.describe('What the buyer gets in all; positive.'),
  lines: z.array(RefundLine).describe('What is given back for goods.'),
  charges: z.array(RefundCharge).describe('What is given back of shipping and other charges.'),
  adjustments: z
    .array(RefundAdjustment)
    .describe('What makes the refund more or less than its lines and charges come to.'),
  method: z
    .enum(['original', 'store-credit', 'cash', 'bank-transfer', 'other', 'unknown'])
    .describe('How the money goes back; `original` is the way in which it was paid.'),
  toGiftCard: Amount.optional().describe(
    'What of the amount went onto gift cards of the seller, as the source says it: no money that went out, but a debt to their holders. Zero where the source says that none did, absent where it does not say.',
  ),
  transactions: z.array(Ref).meta({
    description: 'The payment transactions that move the money.',
    owner: 'payment-provider',
  }),
  state: z.enum(MONEY_STATES).meta({
    description:
      'Whether the money went back. One that the bank sends back later is an entry of its own.',
    owner: 'payment-provider',
  }),
  stateLabel: stateLabel.meta({ owner: 'payment-provider' }),
  at: Instant.describe('When it was made.'),
  reason: z.string().optional().describe("Why money goes back, in the source's words."),
  note: personalData(z.string(), 'direct').optional().describe('What staff wrote about it.'),
  attributes,
})).meta({
  description: 'Money that goes back to the buyer of an order; goods that come back are a return.',
  owner: 'sales-channel',
})
export type Refund = z.infer<typeof Refund>
