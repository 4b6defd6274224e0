import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { attributes, refs, stateLabel } from '../entity/usual-fields.js'
import { Currency } from '../value/currency.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { PAYOUT_STATES } from './payout-state.js'
import { Exchange } from './settlement-entry.js'

/**
 * Money that a channel sends to the bank, and the balance around it:
 * `opening + Σ net of its entries − amount = closing`. A negative amount is drawn from the bank.
 */
export const Payout = lazyObject(() => ({
  refs,
  account: z
    .string()
    .describe(
      "The balance at the channel that is paid out, such as a seller's or a payment account.",
    ),
  period: z
    .object({
      from: Instant.describe('The first moment of it.'),
      to: Instant.describe('The first moment after it.'),
    })
    .optional()
    .describe('The time whose entries are paid out, where the source says it.'),
  currency: Currency.describe('The currency of the balance.'),
  opening: Money.describe('What the channel owed before the first entry; below zero: it was owed.'),
  closing: Money.describe(
    'What is left after the payout: opening + Σ net of its entries − amount.',
  ),
  amount: Money.describe('What is sent to the bank; a negative amount is drawn from the bank.'),
  fx: Exchange.optional().describe(
    'Where the bank is paid in another currency: `from` is the amount, `to` what arrives.',
  ),
  state: z.enum(PAYOUT_STATES).describe('How far the money is.'),
  stateLabel,
  issuedAt: Instant.describe('When the channel closed the balance and sent the money.'),
  arrivedAt: Instant.optional().describe('When the bank had it.'),
  bankRef: z.string().optional().describe('What the bank statement shows.'),
  traceId: z.string().optional().describe('The number by which the bank can trace it.'),
  attributes,
})).meta({
  description:
    'Money that a channel or payment provider sends to the bank, and the balance around it: opening + Σ net of its entries − amount = closing.',
  owner: 'payment-provider',
})
export type Payout = z.infer<typeof Payout>
