import { z } from 'zod'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Address } from '../party/address.js'
import { Amount } from '../value/amount.js'
import { Currency } from '../value/currency.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { Charge } from './charge.js'
import { DiscountApplication } from './discount.js'
import { OrderLine } from './order-line.js'

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

/** A customer's order with everything that its money and goods follow from. */
export const Order = z.object({
  refs: z.array(Ref),
  number: z.string(),
  placedAt: Instant,
  updatedAt: Instant.optional(),
  currency: Currency,
  /** Only where the buyer paid in another currency than the shop's. */
  buyerCurrency: Currency.optional(),
  taxIncluded: z.boolean(),
  /** Absent for guests. */
  customer: Ref.optional(),
  email: personalData(z.string(), 'direct').optional(),
  phone: personalData(z.string(), 'direct').optional(),
  billTo: Address.optional(),
  shipTo: Address.optional(),
  lines: z.array(OrderLine),
  charges: z.array(Charge),
  discounts: z.array(DiscountApplication),
  /** Cash rounding of the amount to pay; the source's asserted totals do not contain it. */
  rounding: Amount.optional(),
  cancelledAt: Instant.optional(),
  cancelReason: z.string().optional(),
  closedAt: Instant.optional(),
  test: z.boolean().optional(),
  note: personalData(z.string(), 'direct').optional(),
  tags: z.array(z.string()),
  asserted: AssertedOrder,
})
export type Order = z.infer<typeof Order>
