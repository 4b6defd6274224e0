import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findRepeated } from '../entity/finding-if.js'
import { Ref } from '../entity/ref.js'
import { Instant } from '../value/instant.js'

/** A place in someone's tree of goods: the taxonomy says whose (`gpc`, `google`, a shop's own). */
export const Category = z.object({
  taxonomy: z.string().min(1),
  code: z.string().min(1),
  name: z.string().optional(),
})
export type Category = z.infer<typeof Category>

/** A way in which the variants of a product differ: `{ name: "Size", values: ["S", "M"] }`. */
export const ProductOption = z.object({ name: z.string().min(1), values: z.array(z.string()) })
export type ProductOption = z.infer<typeof ProductOption>

/** A picture, film, model or document of a product. */
export const Media = z.object({
  url: z.string().min(1),
  kind: z.enum(['image', 'video', 'model', 'document', 'unknown']),
  /** What a person who cannot see it is told. */
  alt: z.string().optional(),
})
export type Media = z.infer<typeof Media>

/** What is presented under one name and sold as one or several variants. */
export const Product = z.object({
  refs: z.array(Ref),
  title: z.string(),
  description: z.string().optional(),
  brand: z.string().optional(),
  /** `archived` is kept for old orders and no longer sold. */
  status: z.enum(['draft', 'active', 'archived', 'unknown']),
  categories: z.array(Category),
  options: z.array(ProductOption),
  media: z.array(Media),
  tags: z.array(z.string()),
  createdAt: Instant.optional(),
  updatedAt: Instant.optional(),
  attributes: Attributes.optional(),
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
