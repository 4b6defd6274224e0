import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
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
export const Exchange = z.object({ from: Money, to: Money, rate: Decimal.optional() })
export type Exchange = z.infer<typeof Exchange>

/**
 * One line of what a channel or payment provider owes the merchant: positive is owed to the
 * merchant. `net = gross + Σ components`, in the currency of the balance that it stands in.
 */
export const SettlementEntry = z.object({
  refs: z.array(Ref),
  /** The balance at the channel, such as a seller's or a payment account. */
  account: z.string(),
  /** Absent until it is paid out. */
  payout: Ref.optional(),
  kind: SettlementKind,
  /** The source's own word for the kind. */
  kindLabel: z.string().optional(),
  currency: Currency,
  gross: Money,
  /** Whose debt it is, for entries that are tax as a whole. */
  collectedBy: TaxCollector.optional(),
  components: z.array(SettlementComponent),
  net: Money,
  /** Where the sale was made in another currency: `to` is the gross. */
  fx: Exchange.optional(),
  order: Ref.optional(),
  line: Ref.optional(),
  refund: Ref.optional(),
  transaction: Ref.optional(),
  location: Ref.optional(),
  channel: z.string().optional(),
  postedAt: Instant,
  /** When money that is held back becomes free. */
  availableAt: Instant.optional(),
  attributes: personalData(Attributes, 'direct').optional(),
})
export type SettlementEntry = z.infer<typeof SettlementEntry>
