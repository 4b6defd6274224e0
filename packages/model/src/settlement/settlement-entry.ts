import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { attributes, refs } from '../entity/usual-fields.js'
import { TaxCollector } from '../order/tax-line.js'
import { Currency } from '../value/currency.js'
import { Decimal } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { SettlementComponent } from './settlement-component.js'

/** What a settlement entry is about. */
export const SettlementKind = z.enum([
  'sale',
  'refund',
  'fee',
  'fee-refund',
  'tax',
  'tax-withheld',
  'reserve-hold',
  'reserve-release',
  'dispute',
  'dispute-reversal',
  'adjustment',
  'exchange',
  'payout-returned',
  'unknown',
])
export type SettlementKind = z.infer<typeof SettlementKind>

/** Money that became money of another currency; `rate` is how much of `to` one of `from` was. */
export const Exchange = lazyObject(() => ({
  from: Money.describe('What was given away.'),
  to: Money.describe('What was got for it.'),
  rate: Decimal.optional().meta({
    description:
      'The rate that the source states; rounded amounts need not fit it to the last cent.',
    unit: 'units of `to` for one of `from`',
  }),
})).describe('Money of one currency that became money of another.')
export type Exchange = z.infer<typeof Exchange>

/**
 * One line of what a channel or payment provider owes the merchant: positive is owed to the
 * merchant. `net = gross + Σ components`, in the currency of the balance that it stands in.
 */
export const SettlementEntry = lazyObject(() => ({
  refs,
  account: z
    .string()
    .describe("The balance at the channel, such as a seller's or a payment account."),
  payout: Ref.optional().describe('The payout that it was settled with; absent until then.'),
  kind: SettlementKind.describe('What the entry is about.'),
  kindLabel: z.string().optional().describe("The source's own word for the kind."),
  currency: Currency.describe('The currency of the balance: that of gross, components and net.'),
  gross: Money.describe(
    'What the entry is about, before anything is taken off; positive is owed to the merchant, so a refund is negative.',
  ),
  collectedBy: TaxCollector.optional().describe(
    'For entries that are tax as a whole: who owes it to the authority.',
  ),
  components: z
    .array(SettlementComponent)
    .describe('What stands between gross and net: fees, taxes, reserves; a tree.'),
  net: Money.describe('What it changes the balance by: gross + Σ components.'),
  fx: Exchange.optional().describe(
    'Where the sale was made in another currency: `from` is the sale, `to` is the gross.',
  ),
  order: Ref.optional().describe('The order that it is about.'),
  line: Ref.optional().describe('The order line that it is about.'),
  refund: Ref.optional().describe('The refund that it is about.'),
  transaction: Ref.optional().describe('The payment transaction that it is about.'),
  location: Ref.optional().describe('The store or warehouse that it is about.'),
  channel: z.string().optional().describe('The marketplace or sales channel that it is about.'),
  postedAt: Instant.describe('When it changed the balance.'),
  availableAt: Instant.optional().describe('When money that is held back becomes free.'),
  attributes,
})).meta({
  description:
    'One line of what a channel or payment provider owes the merchant: positive is owed to the merchant, net = gross + Σ components.',
  owner: 'payment-provider',
})
export type SettlementEntry = z.infer<typeof SettlementEntry>
