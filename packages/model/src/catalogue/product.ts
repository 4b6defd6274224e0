import { z } from 'zod'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findRepeated } from '../entity/finding-if.js'
import { lazyObject } from '../entity/lazy-object.js'
import { attributes, refs, updatedAt } from '../entity/usual-fields.js'
import { Instant } from '../value/instant.js'

/** A place in someone's tree of goods: the taxonomy says whose (`gpc`, `google`, a shop's own). */
export const Category = lazyObject(() => ({
  taxonomy: z
    .string()
    .min(1)
    .describe("Whose tree of goods: `gpc` (GS1), `google`, or a shop's own name."),
  code: z.string().min(1).describe('The code of the category in that tree.'),
  name: z.string().optional().describe('What the tree calls it, for people.'),
}))
export type Category = z.infer<typeof Category>

/** A way in which the variants of a product differ: `{ name: "Size", values: ["S", "M"] }`. */
export const ProductOption = lazyObject(() => ({
  name: z.string().min(1).describe('What can be chosen: `Size`.'),
  values: z.array(z.string()).describe('The choices, in the order in which they are shown.'),
}))
export type ProductOption = z.infer<typeof ProductOption>

/** A picture, film, model or document of a product. */
export const Media = lazyObject(() => ({
  url: z.string().min(1).describe('Where it can be fetched.'),
  kind: z
    .enum(['image', 'video', 'model', 'document', 'unknown'])
    .describe('What it is; `model` is one to turn around (3D).'),
  alt: z.string().optional().describe('What a person who cannot see it is told.'),
}))
export type Media = z.infer<typeof Media>

/** What is presented under one name and sold as one or several variants. */
export const Product = lazyObject(() => ({
  refs,
  title: z.string().describe('The name under which it is presented.'),
  description: z
    .string()
    .optional()
    .describe('The text for buyers, as the source keeps it (often HTML).'),
  brand: z.string().optional().describe('The brand on the product.'),
  status: z
    .enum(['draft', 'active', 'archived', 'unknown'])
    .describe('`archived` is kept for old orders and no longer sold.'),
  categories: z
    .array(Category)
    .describe('Where it stands in trees of goods; one tree may occur often.'),
  options: z.array(ProductOption).describe('The ways in which its variants differ: size, colour.'),
  media: z.array(Media).describe('Pictures, films, models and documents, the main one first.'),
  tags: z.array(z.string()).meta({
    description: "The shop's own labels for sorting and finding products.",
    owner: 'sales-channel',
  }),
  createdAt: Instant.optional().describe('When the source first knew it.'),
  updatedAt,
  attributes,
})).meta({
  description: 'What is presented under one name and sold as one or several variants.',
  owner: 'pim',
})
export type Product = z.infer<typeof Product>

/** What does not hold in a product: names, options, values or categories that stand in it twice. */
export function checkProduct(product: Product): Finding[] {
  return [
    ...checkRefs(product.refs),
    ...findRepeated(
      product.options.map(({ name }) => name),
      (name, index) => ({
        code: 'repeated-option',
        path: `/options/${index}/name`,
        message: `two options are called ${name}, so a variant's choice cannot be told`,
      }),
    ),
    ...product.options.flatMap(({ name, values }, option) =>
      findRepeated(values, (value, index) => ({
        code: 'repeated-option-value',
        path: `/options/${option}/values/${index}`,
        message: `the option ${name} offers ${value} twice`,
      })),
    ),
    ...findRepeated(
      product.categories.map(({ taxonomy, code }) => JSON.stringify([taxonomy, code])),
      (_, index) => ({
        code: 'repeated-category',
        path: `/categories/${index}`,
        message: 'the product stands in this category twice',
      }),
    ),
  ]
}
