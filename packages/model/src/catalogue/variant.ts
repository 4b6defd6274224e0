import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { Ref } from '../entity/ref.js'
import { Gtin } from '../value/gs1.js'
import { Instant } from '../value/instant.js'
import { Quantity, Unit } from '../value/quantity.js'

/** A variant that is part of a bundle, and how much of it one bundle holds. */
export const Component = z.object({ variant: Ref, quantity: Quantity })
export type Component = z.infer<typeof Component>

/** Length, width and height of one, packed for sale. */
export const Dimensions = z.object({ length: Quantity, width: Quantity, height: Quantity })
export type Dimensions = z.infer<typeof Dimensions>

/** What is sold, counted and priced: one choice of a product's options, a bundle, or a pack. */
export const Variant = z.object({
  refs: z.array(Ref),
  product: Ref.optional(),
  /** The merchant's own number; unique only as far as the merchant keeps it so. */
  sku: z.string().min(1).optional(),
  /** GS1 numbers of this packaging level, normalised to 14 digits. */
  gtins: z.array(Gtin),
  title: z.string().optional(),
  /** The choices that make this variant: `{ name: "Size", value: "M" }`. */
  options: z.array(z.object({ name: z.string().min(1), value: z.string() })),
  /** The unit in which it is sold and counted (UN/CEFACT Rec 20); C62 for pieces. */
  unit: Unit.default('C62'),
  /** Net content of one, for unit prices: `0.75` LTR in a bottle. */
  measure: Quantity.optional(),
  /** Gross weight of one, as shipped. */
  weight: Quantity.optional(),
  dimensions: Dimensions.optional(),
  taxCategory: z.string().optional(),
  /** Harmonised System code for customs, and the country of origin (ISO 3166-1 alpha-2). */
  customs: z.object({ tariff: z.string().optional(), origin: z.string().optional() }).optional(),
  requiresShipping: z.boolean().optional(),
  /** Whether stock is counted at all. */
  tracked: z.boolean().optional(),
  /** What a bundle is taken from; the bundle itself has no stock. */
  components: z.array(Component),
  /** A case or pallet: so many of one other variant, with stock of its own. */
  pack: z.object({ of: Ref, quantity: Quantity }).optional(),
  updatedAt: Instant.optional(),
  attributes: Attributes.optional(),
})
export type Variant = z.infer<typeof Variant>
