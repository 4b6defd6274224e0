import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
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
export const PaymentMethod = z.object({
  kind: z.enum([
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
  ]),
  brand: z.string().optional(),
  last4: personalData(z.string().regex(/^\d{4}$/), 'pseudonymous').optional(),
})
export type PaymentMethod = z.infer<typeof PaymentMethod>

/** One movement of an order's money. The amount is never negative: its direction is the kind's. */
export const PaymentTransaction = z.object({
  refs: z.array(Ref),
  order: Ref,
  kind: TransactionKind,
  /** What it captures, voids, gives back or reverses. */
  parent: Ref.optional(),
  amount: Amount,
  state: z.enum(MONEY_STATES),
  /** The source's own word for the state. */
  stateLabel: z.string().optional(),
  at: Instant,
  gateway: z.string().optional(),
  method: PaymentMethod.optional(),
  /** The bank's code for an authorization. */
  authorization: z.string().optional(),
  failure: z.object({ code: z.string().optional(), message: z.string().optional() }).optional(),
  test: z.boolean().optional(),
  attributes: personalData(Attributes, 'direct').optional(),
})
export type PaymentTransaction = z.infer<typeof PaymentTransaction>
