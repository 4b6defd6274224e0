import fc from 'fast-check'
import type { Product } from '../catalogue/product.js'
import type { Validity } from '../catalogue/validity.js'
import type { Variant } from '../catalogue/variant.js'
import { refKey } from '../entity/ref-key.js'
import { instantOf } from '../value/instant.js'
import { arbitraryGtin } from './arbitrary-gs1.js'
import { arbitraryQuantity, arbitraryUnit } from './arbitrary-quantity.js'
import { arbitraryRef, arbitraryRefs } from './arbitrary-ref.js'
import { arbitraryInstant, arbitraryMoment } from './arbitrary-time.js'
import { optionalFields } from './optional-fields.js'

const arbitraryWord = fc.constantFrom(
  'Lamp',
  'Café crème',
  'Größe',
  'Shirt “M”',
  '緑茶',
  'Rice 5 kg',
)

/** Validities that begin before they end, open on either side, or without any limit. */
export const arbitraryValidity: fc.Arbitrary<Validity> = fc
  .tuple(
    arbitraryMoment,
    fc.integer({ min: 1, max: 90 * 86_400_000 }),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([start, length, open]) => ({
    ...(open % 2 === 0 ? { validFrom: instantOf(start) } : {}),
    ...(open < 2 ? { validTo: instantOf(start + length) } : {}),
  }))

/** Products that satisfy every invariant: with and without options, categories, pictures, fields. */
export const arbitraryProduct: fc.Arbitrary<Product> = fc
  .record({
    refs: arbitraryRefs('Product'),
    title: arbitraryWord,
    status: fc.constantFrom('draft', 'active', 'archived', 'unknown'),
    categories: fc.uniqueArray(
      fc.record({ taxonomy: fc.constantFrom('gpc', 'shop'), code: fc.stringMatching(/^\d{4}$/) }),
      { maxLength: 3, selector: ({ taxonomy, code }) => `${taxonomy}/${code}` },
    ),
    options: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('Size', 'Colour', 'Material'),
        values: fc.uniqueArray(fc.constantFrom('S', 'M', 'L', 'red', 'blau'), { minLength: 1 }),
      }),
      { maxLength: 3, selector: ({ name }) => name },
    ),
    media: fc.array(
      fc.record({
        url: fc.webUrl(),
        kind: fc.constantFrom('image', 'video', 'model', 'document', 'unknown'),
      }),
      { maxLength: 2 },
    ),
    tags: fc.array(arbitraryWord, { maxLength: 3 }),
    rest: optionalFields({
      description: fc.lorem(),
      brand: arbitraryWord,
      createdAt: arbitraryInstant,
      updatedAt: arbitraryInstant,
      attributes: fc.dictionary(fc.stringMatching(/^[a-z]{3,8}$/), fc.jsonValue({ maxDepth: 2 }), {
        maxKeys: 3,
        noNullPrototype: true,
      }) as fc.Arbitrary<NonNullable<Product['attributes']>>,
    }),
  })
  .map(({ rest, ...product }) => ({ ...product, ...rest }))

/** Variants that satisfy every invariant: pieces, weighed goods, bundles, cases of other variants. */
export const arbitraryVariant: fc.Arbitrary<Variant> = fc
  .record({
    refs: arbitraryRefs('Variant'),
    sku: fc.stringMatching(/^[A-Z]{3}-\d{3}$/),
    gtins: fc.uniqueArray(arbitraryGtin, { maxLength: 2 }),
    unit: arbitraryUnit,
    size: fc.option(fc.constantFrom('S', 'M', 'L'), { nil: undefined }),
    make: fc.constantFrom('single', 'single', 'bundle', 'pack'),
    parts: arbitraryComponents(),
    rest: optionalFields({
      product: arbitraryRef('Product'),
      title: arbitraryWord,
      measure: arbitraryQuantity(),
      weight: fc.constantFrom('KGM', 'GRM', 'LBR').chain(arbitraryQuantity),
      dimensions: fc.constantFrom('CMT', 'INH').chain((unit) =>
        fc.record({
          length: arbitraryQuantity(unit),
          width: arbitraryQuantity(unit),
          height: arbitraryQuantity(unit),
        }),
      ),
      taxCategory: fc.constantFrom('standard', 'reduced', 'books'),
      requiresShipping: fc.boolean(),
      tracked: fc.boolean(),
      updatedAt: arbitraryInstant,
    }),
  })
  .map(({ size, make, parts, unit, rest, ...variant }) => ({
    ...variant,
    options: size === undefined ? [] : [{ name: 'Size', value: size }],
    unit: make === 'single' ? unit : 'C62',
    components: make === 'bundle' ? parts : [],
    ...(make === 'pack' && parts[0]
      ? { pack: { of: parts[0].variant, quantity: parts[0].quantity } }
      : {}),
    ...rest,
  }))

function arbitraryComponents(): fc.Arbitrary<Variant['components']> {
  return fc.uniqueArray(
    fc.record({ variant: arbitraryRef('Component'), quantity: arbitraryQuantity('C62') }),
    { minLength: 1, maxLength: 4, selector: ({ variant }) => refKey(variant) },
  )
}
