import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Sscc } from '../value/gs1.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { Quantity } from '../value/quantity.js'
import { LineUnits } from './fulfilment-order.js'
import { SHIPMENT_STATES } from './shipment-state.js'

/** What a carrier says of a parcel. It is kept as said and moves no state by itself. */
export const CarrierEvent = z.object({
  at: Instant,
  kind: z.enum([
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
  ]),
  /** The carrier's own words. */
  raw: z.string(),
  place: personalData(z.string(), 'pseudonymous').optional(),
})
export type CarrierEvent = z.infer<typeof CarrierEvent>

/** One package of a shipment; its tracking number leads to where a person lives. */
export const Package = z.object({
  tracking: personalData(z.string(), 'pseudonymous').optional(),
  trackingUrl: personalData(z.string(), 'pseudonymous').optional(),
  carrier: z.string().optional(),
  service: z.string().optional(),
  weight: Quantity.optional(),
  sscc: Sscc.optional(),
})
export type Package = z.infer<typeof Package>

/** Goods of one order that leave a place together: a parcel, or a hand-over at the counter. */
export const Shipment = z.object({
  refs: z.array(Ref),
  order: Ref,
  /** The work that it is part of. */
  fulfilmentOrder: Ref.optional(),
  /** Where it leaves from. */
  location: Ref.optional(),
  lines: z.array(LineUnits),
  packages: z.array(Package),
  state: z.enum(SHIPMENT_STATES),
  /** The source's own word for the state. */
  stateLabel: z.string().optional(),
  /** The carrier's log; grows by {@link appendCarrierEvents} only. */
  events: z.array(CarrierEvent),
  labelCost: Money.optional(),
  handedOverAt: Instant.optional(),
  deliveredAt: Instant.optional(),
  updatedAt: Instant.optional(),
  attributes: personalData(Attributes, 'direct').optional(),
})
export type Shipment = z.infer<typeof Shipment>
