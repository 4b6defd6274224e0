import type { Finding, Order, Ref } from '@canonry/model'
import type { NetsuiteProfile } from '../profile.js'

/** An order as NetSuite can keep it, and what had to be settled on the way. */
export interface BookedOrder {
  readonly order: Order
  readonly findings: readonly Finding[]
}

/** What an order is booked with. */
export interface Booking {
  readonly account: string
  readonly profile: NetsuiteProfile
  /** The customer's record in NetSuite. */
  readonly customer: Ref
  /** The order's own name in NetSuite, made from its source. */
  readonly externalId: string
  /** Internal ids of items by SKU. */
  readonly items: ReadonlyMap<string, string>
}

/** The discount application that every booked discount belongs to. */
export const LINE_DISCOUNTS = 'line-discounts'
