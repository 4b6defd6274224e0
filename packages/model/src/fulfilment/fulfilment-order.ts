import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Decimal } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { FULFILMENT_ORDER_STATES } from './fulfilment-order-state.js'

/** So many units of one line of an order, in that line's unit. */
export const LineUnits = z.object({ line: Ref, quantity: Decimal })
export type LineUnits = z.infer<typeof LineUnits>

/** Work that a location is asked to do for an order: what to send, how, and until when. */
export const FulfilmentOrder = z.object({
  refs: z.array(Ref),
  order: Ref,
  /** Who does the work; absent until it is assigned. */
  location: Ref.optional(),
  lines: z.array(LineUnits),
  method: z.enum(['ship', 'pickup', 'digital', 'local-delivery', 'unknown']),
  state: z.enum(FULFILMENT_ORDER_STATES),
  /** The source's own word for the state. */
  stateLabel: z.string().optional(),
  /** When the buyer was promised to have it. */
  promise: z.object({ from: Instant.optional(), to: Instant.optional() }).optional(),
  /** Why it is on hold, in the source's words. */
  holdReasons: z.array(z.string()).optional(),
  assignedBy: personalData(z.string(), 'direct').optional(),
  createdAt: Instant.optional(),
  updatedAt: Instant.optional(),
  attributes: personalData(Attributes, 'direct').optional(),
})
export type FulfilmentOrder = z.infer<typeof FulfilmentOrder>
