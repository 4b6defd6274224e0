import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { attributes, refs, stateLabel, updatedAt } from '../entity/usual-fields.js'
import { Decimal } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { FULFILMENT_ORDER_STATES } from './fulfilment-order-state.js'

/** So many units of one line of an order, in that line's unit. */
export const LineUnits = lazyObject(() => ({
  line: Ref.describe('The order line that the units belong to.'),
  quantity: Decimal.meta({ description: 'So many units of it.', unit: "the order line's unit" }),
})).describe('So many units of one order line.')
export type LineUnits = z.infer<typeof LineUnits>

/** Work that a location is asked to do for an order: what to send, how, and until when. */
export const FulfilmentOrder = lazyObject(() => ({
  refs,
  order: Ref.describe('The order that the work is for.'),
  location: Ref.optional().describe('The store or warehouse that does it; absent until assigned.'),
  lines: z.array(LineUnits).describe('What to send, and how much of it.'),
  method: z
    .enum(['ship', 'pickup', 'digital', 'local-delivery', 'unknown'])
    .describe(
      'How the goods reach the buyer; `pickup` is collected in a store, `local-delivery` is brought by the store itself.',
    ),
  state: z.enum(FULFILMENT_ORDER_STATES).meta({
    description: 'How far the work is; `incomplete` ended before everything was sent.',
    owner: 'warehouse',
  }),
  stateLabel: stateLabel.meta({ owner: 'warehouse' }),
  promise: z
    .object({
      from: Instant.optional().describe('The earliest promised moment.'),
      to: Instant.optional().describe('The latest promised moment.'),
    })
    .optional()
    .describe('When the buyer was promised to have the goods.'),
  holdReasons: z
    .array(z.string())
    .optional()
    .describe("Why it is on hold, in the source's words: `awaiting payment`, `fraud check`."),
  assignedBy: personalData(z.string(), 'direct')
    .optional()
    .describe('Who gave the work to the location: a member of staff, or a routing rule.'),
  createdAt: Instant.optional().describe('When the work was asked for.'),
  updatedAt,
  attributes,
})).meta({
  description:
    'Work that a location is asked to do for an order: what to send, how, and until when.',
  owner: 'order-management',
})
export type FulfilmentOrder = z.infer<typeof FulfilmentOrder>
