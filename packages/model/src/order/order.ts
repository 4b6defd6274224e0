import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { attributes, refs, updatedAt } from '../entity/usual-fields.js'
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
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of fields, not steps
export const Order = lazyObject(() => ({
  refs,
  number: z
    .string()
    .describe('The number that buyers and staff quote, such as `#1001`; unique within its shop.'),
  placedAt: Instant.describe('When the buyer ordered, or the till rang it up.'),
  updatedAt,
  channel: Channel.optional().describe('Where it was sold.'),
  businessDate: LocalDate.optional().describe(
    "The store's trading day, as a till says it; never derived from an instant by cutting it off.",
  ),
  location: Ref.optional().describe('The store where it was sold, for orders of a till.'),
  workstation: z
    .string()
    .optional()
    .describe(
      'The till. With location, sequence and business date it names the transaction (ARTS POSLog).',
    ),
  sequence: z.string().optional().describe('The number of the transaction at its till and day.'),
  currency: Currency.describe("The shop's currency: that of the `shop` side of all amounts."),
  buyerCurrency: Currency.optional().describe(
    "The currency that the buyer paid in. Only where it is another one than the shop's.",
  ),
  taxIncluded: z
    .boolean()
    .describe('Whether prices contain tax, as in Europe, or tax comes on top, as in the US.'),
  customer: personalData(Ref, 'pseudonymous')
    .optional()
    .describe('The customer who bought; absent for guests.'),
  email: personalData(z.string(), 'direct')
    .optional()
    .describe('Where the buyer is told about this order.'),
  phone: personalData(z.string(), 'direct')
    .optional()
    .describe('Where the buyer can be called about this order.'),
  billTo: Address.optional().describe('Who is billed.'),
  shipTo: Address.optional().describe('Where the goods go; absent for services and tills.'),
  lines: z.array(OrderLine).describe('What was bought, one position per article and price.'),
  charges: z
    .array(Charge)
    .describe('What it costs beside the goods: shipping, tips, duties, fees.'),
  discounts: z
    .array(DiscountApplication)
    .describe('The discounts of the whole order; what each took off stands on lines and charges.'),
  rounding: Amount.optional().describe(
    "Cash rounding of the amount to pay, signed: `-0.02` lets the buyer pay less. The source's asserted totals do not contain it.",
  ),
  draft: z
    .boolean()
    .optional()
    .describe('Not placed yet: a quote, or an order whose payment is still awaited.'),
  cancelledAt: Instant.optional().describe(
    'When the whole order was cancelled. Cancelled units are counted on the lines.',
  ),
  cancelReason: z
    .string()
    .optional()
    .describe("Why it was cancelled, in the source's words: `customer`, `fraud`."),
  closedAt: Instant.optional().describe(
    'When nothing more was to be done; it may be opened again.',
  ),
  holds: z.array(z.string()).optional().meta({
    description:
      'Why work on it waits. A hold is no state: an order may be held for several reasons at once.',
    owner: 'order-management',
  }),
  test: z.boolean().optional().describe('Made to try the shop out; it is never booked or sent.'),
  note: personalData(z.string(), 'direct')
    .optional()
    .describe('What the buyer or staff wrote about the order.'),
  tags: z.array(z.string()).describe("The shop's own labels for sorting and finding orders."),
  attribution: Attribution.optional().describe('How the buyer came to the shop.'),
  risks: z
    .array(Risk)
    .optional()
    .describe('What assessors think of the risk of fraud: their opinion, never derived here.'),
  attributes,
  asserted: AssertedOrder.describe(
    'What the source claims about its totals and labels, kept apart from what is derived. A disagreement is a finding, never an overwrite.',
  ),
})).meta({
  description: "A customer's order, with everything that its money and its goods follow from.",
  owner: 'sales-channel',
})
export type Order = z.infer<typeof Order>
