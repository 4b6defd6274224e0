import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Currency } from '../value/currency.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { PAYOUT_STATES } from './payout-state.js'
import { Exchange } from './settlement-entry.js'

/**
 * Money that a channel sends to the bank, and the balance around it:
 * `opening + Σ net of its entries − amount = closing`. A negative amount is drawn from the bank.
 */
export const Payout = z.object({
  refs: z.array(Ref),
  account: z.string(),
  period: z.object({ from: Instant, to: Instant }).optional(),
  currency: Currency,
  opening: Money,
  closing: Money,
  amount: Money,
  /** Where the bank is paid in another currency: `from` is the amount, `to` what arrives. */
  fx: Exchange.optional(),
  state: z.enum(PAYOUT_STATES),
  /** The source's own word for the state. */
  stateLabel: z.string().optional(),
  issuedAt: Instant,
  arrivedAt: Instant.optional(),
  /** What the bank statement shows. */
  bankRef: z.string().optional(),
  /** How the bank can trace it. */
  traceId: z.string().optional(),
  attributes: personalData(Attributes, 'direct').optional(),
})
export type Payout = z.infer<typeof Payout>
