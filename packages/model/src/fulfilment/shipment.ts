import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { attributes, refs, stateLabel, updatedAt } from '../entity/usual-fields.js'
import { Sscc } from '../value/gs1.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { Quantity } from '../value/quantity.js'
import { LineUnits } from './fulfilment-order.js'
import { SHIPMENT_STATES } from './shipment-state.js'

/** What a carrier says of a parcel. It is kept as said and moves no state by itself. */
export const CarrierEvent = lazyObject(() => ({
  at: Instant.describe("When it happened, by the carrier's clock."),
  kind: z
    .enum([
      'announced',
      'picked-up',
      'in-transit',
      'out-for-delivery',
      'attempt-failed',
      'ready-for-pickup',
      'delivered',
      'returning',
      'returned',
      'lost',
      'unknown',
    ])
    .describe("What happened, in the model's words."),
  raw: z.string().describe("The carrier's own words or code."),
  place: personalData(z.string(), 'pseudonymous')
    .optional()
    .describe('Where the parcel was; at the end of its way, near where the buyer lives.'),
}))
export type CarrierEvent = z.infer<typeof CarrierEvent>

/** One package of a shipment; its tracking number leads to where a person lives. */
export const Package = lazyObject(() => ({
  tracking: personalData(z.string(), 'pseudonymous')
    .optional()
    .describe('Tracking number of the carrier; it leads to where a person lives.'),
  trackingUrl: personalData(z.string(), 'pseudonymous')
    .optional()
    .describe("The carrier's page that follows the parcel."),
  carrier: z.string().optional().describe('Who carries it, as the source names it: `DHL`.'),
  service: z.string().optional().describe("The carrier's product: `Express Worldwide`."),
  weight: Quantity.optional().describe('Gross weight of the packed parcel.'),
  sscc: Sscc.optional().describe('Serial shipping container code on the label (GS1, 18 digits).'),
}))
export type Package = z.infer<typeof Package>

/** Goods of one order that leave a place together: a parcel, or a hand-over at the counter. */
export const Shipment = lazyObject(() => ({
  refs,
  order: Ref.describe('The order whose goods are sent.'),
  fulfilmentOrder: Ref.optional().describe('The work that this shipment is part of.'),
  location: Ref.optional().describe('Where the goods leave from.'),
  lines: z.array(LineUnits).describe('What is inside, and how much of it.'),
  packages: z.array(Package).meta({
    description: 'The parcels; empty for a hand-over at the counter.',
    owner: 'carrier',
  }),
  state: z
    .enum(SHIPMENT_STATES)
    .describe("Where it stands for the merchant. A carrier's events never move it by themselves."),
  stateLabel,
  events: z
    .array(CarrierEvent)
    .meta({ description: "The carrier's log, oldest first; it only grows.", owner: 'carrier' }),
  labelCost: Money.optional().meta({
    description:
      'What the merchant pays for the label; positive, without what the buyer paid for shipping.',
    owner: 'carrier',
  }),
  handedOverAt: Instant.optional().describe(
    'When the goods left: to the carrier, or to the buyer.',
  ),
  deliveredAt: Instant.optional().meta({
    description: 'When the buyer had them. Retention of some personal data counts from here.',
    owner: 'carrier',
  }),
  updatedAt,
  attributes,
})).meta({
  description:
    'Goods of one order that leave a place together: parcels, or a hand-over at the counter.',
  owner: 'warehouse',
})
export type Shipment = z.infer<typeof Shipment>
