import { z } from 'zod'

/**
 * The kinds of system whose word on a field usually counts, where several systems speak of it.
 *
 * `sales-channel`: the shop, marketplace or till. `order-management`: what assigns and holds orders,
 * a system of its own or a part of the ERP. `warehouse`: who handles the goods, also a store or a
 * logistics company. `payment-provider`: who moves money and pays it out, also a marketplace.
 * `canonry`: nobody's word, derived here from facts.
 */
export const USUAL_OWNERS = [
  'sales-channel',
  'order-management',
  'erp',
  'pim',
  'crm',
  'warehouse',
  'carrier',
  'payment-provider',
  'canonry',
] as const
export type UsualOwner = (typeof USUAL_OWNERS)[number]

/**
 * What is told to people about a schema: `description`, `unit` and `owner` of zod's own metadata.
 *
 * `unit` is what numbers or texts count in. `owner` holds for all that is inside, unless a field
 * says another; it decides nothing, because a connection owns what its configuration says.
 */
export interface FieldNotes {
  readonly description?: string
  readonly unit?: string
  readonly owner?: UsualOwner
}

/** What a schema says about itself, or the schema that it is a copy of. */
export function notesOf(schema: z.core.$ZodType): FieldNotes {
  return (z.globalRegistry.get(schema) ?? {}) as FieldNotes
}
