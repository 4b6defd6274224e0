import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { RETURN_STATES } from './return-state.js'

/** What becomes of goods that came back; only these move stock, never a refund. */
export const Disposition = z.enum([
  'restock',
  'quarantine',
  'scrap',
  'vendor',
  'missing',
  'keep',
  'unknown',
])
export type Disposition = z.infer<typeof Disposition>

/** Units of one order line that come back. A line may stand several times, once per disposition. */
export const ReturnLine = z.object({
  line: Ref,
  /** In the line's unit: what the buyer announced, and what was counted on arrival. */
  quantity: z.object({ announced: Decimal, received: Decimal }),
  /** Why, in the source's words. */
  reason: z.string().optional(),
  note: personalData(z.string(), 'direct').optional(),
  /** The condition found by inspection, in the source's words. */
  condition: z.string().optional(),
  disposition: Disposition.optional(),
  /** What is kept back for it, such as restocking; positive. */
  fee: Amount.optional(),
})
export type ReturnLine = z.infer<typeof ReturnLine>

/** Goods that the buyer gets instead of money. */
export const ExchangeLine = z.object({
  variant: Ref.optional(),
  sku: z.string().optional(),
  title: z.string().optional(),
  quantity: Decimal,
  unitPrice: Amount.optional(),
})
export type ExchangeLine = z.infer<typeof ExchangeLine>

/** Goods on their way back (RMA). Whether money goes back is the matter of refunds. */
export const Return = z.object({
  refs: z.array(Ref),
  order: Ref,
  number: z.string().optional(),
  state: z.enum(RETURN_STATES),
  /** The source's own word for the state. */
  stateLabel: z.string().optional(),
  requestedAt: Instant.optional(),
  receivedAt: Instant.optional(),
  closedAt: Instant.optional(),
  updatedAt: Instant.optional(),
  lines: z.array(ReturnLine),
  /** Return labels, with what they cost the shop. */
  labels: z
    .array(
      z.object({
        carrier: z.string().optional(),
        tracking: personalData(z.string(), 'pseudonymous').optional(),
        cost: Money.optional(),
      }),
    )
    .optional(),
  /** Where the goods go. */
  location: Ref.optional(),
  /** What the buyer gets instead; the order that sells it, where there is one. */
  exchange: z.object({ order: Ref.optional(), lines: z.array(ExchangeLine) }).optional(),
  outcome: z.enum(['refund', 'store-credit', 'exchange', 'replacement', 'unknown']).optional(),
  attributes: personalData(Attributes, 'direct').optional(),
})
export type Return = z.infer<typeof Return>
