import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { attributes, refs, stateLabel } from '../entity/usual-fields.js'
import { Amount } from '../value/amount.js'
import { Instant } from '../value/instant.js'
import { MONEY_STATES } from './money-state.js'

/**
 * What a payment transaction does: `authorization` reserves, `capture` takes what was reserved,
 * `sale` does both at once, `void` lets go, `change` is cash given back at the till.
 */
export const TransactionKind = z.enum([
  'authorization',
  'capture',
  'sale',
  'void',
  'refund',
  'chargeback',
  'chargeback-reversal',
  'change',
  'unknown',
])
export type TransactionKind = z.infer<typeof TransactionKind>

/** What was paid with. Never a card number: brand and last four digits at most (PCI DSS 3.4). */
export const PaymentMethod = lazyObject(() => ({
  kind: z
    .enum([
      'card',
      'wallet',
      'bank-transfer',
      'direct-debit',
      'invoice',
      'instalments',
      'cash',
      'gift-card',
      'store-credit',
      'voucher',
      'manual',
      'unknown',
    ])
    .describe('The sort of means; `manual` was marked as paid by staff.'),
  brand: z.string().optional().describe('Brand of the card or wallet: `visa`, `paypal`.'),
  last4: personalData(z.string().regex(/^\d{4}$/), 'pseudonymous')
    .optional()
    .describe('The last four digits of the card. Never more of it (PCI DSS 3.4).'),
}))
export type PaymentMethod = z.infer<typeof PaymentMethod>

/** One movement of an order's money. The amount is never negative: its direction is the kind's. */
export const PaymentTransaction = lazyObject(() => ({
  refs,
  order: Ref.describe('The order whose money moves.'),
  kind: TransactionKind.describe(
    '`authorization` reserves money, `capture` takes what was reserved, `sale` does both at once, `void` lets a reservation go, `change` is cash given back at the till.',
  ),
  parent: Ref.optional().describe(
    'The transaction that this one captures, voids, gives back or reverses.',
  ),
  amount: Amount.describe('How much moves. Never negative: the direction is in `kind`.'),
  state: z
    .enum(MONEY_STATES)
    .describe('Whether the money moved. Only `succeeded` counts and is booked.'),
  stateLabel,
  at: Instant.describe('When it happened.'),
  gateway: z
    .string()
    .optional()
    .describe('The payment provider or gateway, as the source names it: `adyen`.'),
  method: PaymentMethod.optional().describe(
    'What was paid with. Never a card number: brand and last four digits at most.',
  ),
  authorization: z.string().optional().describe("The bank's code for an authorization."),
  failure: z
    .object({
      code: z.string().optional().describe("The provider's code: `card_declined`."),
      message: z.string().optional().describe("The provider's sentence."),
    })
    .optional()
    .describe('Why it failed.'),
  test: z.boolean().optional().describe('Made in test mode: no money moved.'),
  attributes,
})).meta({
  description:
    "One movement of an order's money. The amount is never negative; the kind is its direction.",
  owner: 'payment-provider',
})
export type PaymentTransaction = z.infer<typeof PaymentTransaction>
