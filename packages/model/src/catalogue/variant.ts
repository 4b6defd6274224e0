import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { attributes, refs, updatedAt } from '../entity/usual-fields.js'
import { Gtin } from '../value/gs1.js'
import { Quantity, Unit } from '../value/quantity.js'

/** A variant that is part of a bundle, and how much of it one bundle holds. */
export const Component = lazyObject(() => ({
  variant: Ref.describe('The variant that is part of the bundle.'),
  quantity: Quantity.describe('How much of it one bundle holds.'),
}))
export type Component = z.infer<typeof Component>

/** Length, width and height of one, packed for sale. */
export const Dimensions = lazyObject(() => ({
  length: Quantity.describe('The longest side of the base.'),
  width: Quantity.describe('The other side of the base.'),
  height: Quantity.describe('From the base upwards.'),
}))
export type Dimensions = z.infer<typeof Dimensions>

/** What is sold, counted and priced: one choice of a product's options, a bundle, or a pack. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of fields, not steps
export const Variant = lazyObject(() => ({
  refs,
  product: Ref.optional().describe('The product that it is a variant of.'),
  sku: z.string().min(1).optional().meta({
    description:
      "The merchant's own article number; unique only as far as the merchant keeps it so.",
    owner: 'erp',
  }),
  gtins: z
    .array(Gtin)
    .describe('Barcode numbers (GS1 GTIN) of this packaging level, normalised to 14 digits.'),
  title: z.string().optional().describe('What tells it from its siblings: `M / blue`.'),
  options: z
    .array(
      z.object({
        name: z.string().min(1).describe('What is chosen: `Size`.'),
        value: z.string().describe('The choice: `M`.'),
      }),
    )
    .describe('The choices that make this variant.'),
  unit: Unit.default('C62').meta({
    description: 'The unit in which it is sold and counted (UN/CEFACT Rec 20); C62 for pieces.',
    owner: 'erp',
  }),
  measure: Quantity.optional().describe(
    'Net content of one, for unit prices on the shelf: 0.75 LTR in a bottle.',
  ),
  weight: Quantity.optional().describe('Gross weight of one, as shipped.'),
  dimensions: Dimensions.optional().describe('The size of one, packed for sale.'),
  taxCategory: z.string().optional().meta({
    description: "The merchant's or tax service's word for how it is taxed: `reduced`, `books`.",
    owner: 'erp',
  }),
  customs: z
    .object({
      tariff: z.string().optional().describe('Harmonised System code, six digits or more.'),
      origin: z.string().optional().describe('Country of origin (ISO 3166-1 alpha-2).'),
    })
    .optional()
    .meta({ description: 'What customs wants to know.', owner: 'erp' }),
  requiresShipping: z
    .boolean()
    .optional()
    .describe('Goods that are sent or handed over; false for services and downloads.'),
  tracked: z
    .boolean()
    .optional()
    .meta({ description: 'Whether stock is counted at all.', owner: 'erp' }),
  components: z.array(Component).meta({
    description:
      'What a bundle is taken from; empty for all others. The bundle itself has no stock.',
    owner: 'erp',
  }),
  pack: z
    .object({
      of: Ref.describe('The variant inside.'),
      quantity: Quantity.describe('How much of it one pack holds.'),
    })
    .optional()
    .meta({
      description: 'A case or pallet: so many of one other variant, with stock of its own.',
      owner: 'erp',
    }),
  updatedAt,
  attributes,
})).meta({
  description:
    "What is sold, counted and priced: one choice of a product's options, a bundle, or a pack.",
  owner: 'pim',
})
export type Variant = z.infer<typeof Variant>
