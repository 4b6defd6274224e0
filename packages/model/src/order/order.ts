import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Address } from '../party/address.js'
import { Amount } from '../value/amount.js'
import { Currency } from '../value/currency.js'
import { Instant } from '../value/instant.js'
import { LocalDate } from '../value/local-date.js'
import { AssertedOrder } from './asserted-order.js'
import { Attribution } from './attribution.js'
import { Channel } from './channel.js'
import { Charge } from './charge.js'
import { DiscountApplication } from './discount.js'
import { OrderLine } from './order-line.js'
import { Risk } from './risk.js'

/** A customer's order with everything that its money and goods follow from. */
export const Order = z.object({
  refs: z.array(Ref),
  number: z.string(),
  placedAt: Instant,
  updatedAt: Instant.optional(),
  channel: Channel.optional(),
  /** The store's trading day, as a till says it; never derived from an instant by cutting it off. */
  businessDate: LocalDate.optional(),
  /** The store where it was sold, for orders of a till. */
  location: Ref.optional(),
  /** The till; with location, sequence and business date it names the transaction (ARTS POSLog). */
  workstation: z.string().optional(),
  /** The number of the transaction at its till and day. */
  sequence: z.string().optional(),
  currency: Currency,
  /** Only where the buyer paid in another currency than the shop's. */
  buyerCurrency: Currency.optional(),
  taxIncluded: z.boolean(),
  /** Absent for guests. */
  customer: personalData(Ref, 'pseudonymous').optional(),
  email: personalData(z.string(), 'direct').optional(),
  phone: personalData(z.string(), 'direct').optional(),
  billTo: Address.optional(),
  shipTo: Address.optional(),
  lines: z.array(OrderLine),
  charges: z.array(Charge),
  discounts: z.array(DiscountApplication),
  /** Cash rounding of the amount to pay; the source's asserted totals do not contain it. */
  rounding: Amount.optional(),
  /** Not placed yet: a quote, or an order whose payment is still awaited. */
  draft: z.boolean().optional(),
  cancelledAt: Instant.optional(),
  cancelReason: z.string().optional(),
  closedAt: Instant.optional(),
  /** Why work on it waits. A hold is no state: an order may be held for several reasons at once. */
  holds: z.array(z.string()).optional(),
  test: z.boolean().optional(),
  note: personalData(z.string(), 'direct').optional(),
  tags: z.array(z.string()),
  attribution: Attribution.optional(),
  risks: z.array(Risk).optional(),
  attributes: personalData(Attributes, 'direct').optional(),
  asserted: AssertedOrder,
})
export type Order = z.infer<typeof Order>
