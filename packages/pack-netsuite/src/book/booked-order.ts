import type { Finding, LocalDate, Order, Ref } from '@canonry/model'
import type { NetsuiteProfile } from '../profile.js'

/** An order as NetSuite can keep it, and what had to be settled on the way. */
export interface BookedOrder {
  readonly order: Order
  readonly findings: readonly Finding[]
}

/** The record types that an order can be booked as. */
export type OrderRecord = 'salesOrder' | 'cashSale'

/** What an order is booked with. */
export interface Booking {
  readonly account: string
  readonly profile: NetsuiteProfile
  /** The customer's record in NetSuite. */
  readonly customer: Ref
  /** The order's own name in NetSuite, made from its source. */
  readonly externalId: string
  /** What the crosswalk knows in NetSuite, items of variants among it. */
  readonly links?: Readonly<Record<string, Ref>>
  /** Internal ids of items by SKU. */
  readonly items: ReadonlyMap<string, string>
  readonly record: OrderRecord
  /** Where the goods were handed over, for what a till sold. */
  readonly location?: Ref
  /** The day that it is booked on; by default the one of the place where the order was placed. */
  readonly day?: LocalDate
}

/** The discount application that every booked discount belongs to. */
export const LINE_DISCOUNTS = 'line-discounts'
