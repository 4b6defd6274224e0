import { z } from 'zod'

/** A row of `item`: what is sold and counted. SuiteQL answers text alone, and leaves nulls out. */
export const WireItem = z.object({
  id: z.string(),
  itemid: z.string().optional(),
  displayname: z.string().optional(),
  upccode: z.string().optional(),
  itemtype: z.string().optional(),
  parent: z.string().optional(),
})
export type WireItem = z.infer<typeof WireItem>

/** A row of `location`. */
export const WireLocation = z.object({
  id: z.string(),
  name: z.string(),
  fullname: z.string().optional(),
  isinactive: z.enum(['T', 'F']).optional(),
  locationtype: z.string().optional(),
  subsidiary: z.string().optional(),
})
export type WireLocation = z.infer<typeof WireLocation>

/** A row of `aggregateitemlocation`, with the moment at which it was asked for. */
export const WireItemLocation = z.object({
  item: z.string(),
  location: z.string(),
  sku: z.string().optional(),
  quantityonhand: z.string().optional(),
  quantitycommitted: z.string().optional(),
  quantityavailable: z.string().optional(),
  asof: z.string(),
})
export type WireItemLocation = z.infer<typeof WireItemLocation>
