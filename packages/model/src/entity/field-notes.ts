import { z } from 'zod'

/** The kinds of system whose word on a field usually counts, where several systems speak of it. */
export const USUAL_OWNERS = {
  'sales-channel': 'The shop, marketplace or till where things are sold.',
  'order-management':
    'What assigns and holds orders: a system of its own, or a part of the shop or ERP.',
  erp: 'The books: finance, purchasing, article master.',
  pim: 'Where product content is kept (product information management).',
  crm: 'Where customers and their groups are kept.',
  warehouse: 'Who handles the goods: a warehouse, a store, a logistics company.',
  carrier: 'Who carries the parcel.',
  'payment-provider': 'Who moves the money and pays it out; also a marketplace that settles.',
  canonry: "Nobody's word: derived here from facts.",
} as const
export type UsualOwner = keyof typeof USUAL_OWNERS

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
