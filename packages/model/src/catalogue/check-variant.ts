import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf, findRepeated } from '../entity/finding-if.js'
import { refKey } from '../entity/ref-key.js'
import { compareDecimals } from '../value/decimal.js'
import { printQuantity, type Quantity } from '../value/quantity.js'
import { type Dimension, unitInfo } from '../value/unit.js'
import type { Variant } from './variant.js'

/**
 * What does not hold in a variant: no number to know it by, numbers or parts that stand in it
 * twice, a bundle or pack of itself, and weights and sizes that are not weights and sizes.
 */
export function checkVariant(variant: Variant): Finding[] {
  return [
    ...checkRefs(variant.refs),
    ...checkNumbers(variant),
    ...checkComponents(variant),
    ...checkPack(variant),
    ...checkMeasures(variant),
  ]
}

function checkNumbers({ sku, gtins, options }: Variant): Finding[] {
  return [
    ...findingIf(sku === undefined && gtins.length === 0, {
      code: 'no-number',
      path: '/sku',
      message: 'neither an SKU nor a GTIN says which goods these are in another system',
    }),
    ...findRepeated(gtins, (gtin, index) => ({
      code: 'repeated-gtin',
      path: `/gtins/${index}`,
      message: `the GTIN ${gtin} stands here twice`,
    })),
    ...findRepeated(
      options.map(({ name }) => name),
      (name, index) => ({
        code: 'repeated-option',
        path: `/options/${index}/name`,
        message: `the variant has two values of ${name}`,
      }),
    ),
  ]
}

function checkComponents(variant: Variant): Finding[] {
  const own = new Set(variant.refs.map(refKey))
  const parts = variant.components
  return [
    ...parts.flatMap(({ variant: part, quantity }, index) => [
      ...checkPositive(quantity, `/components/${index}/quantity`),
      ...findingIf(own.has(refKey(part)), {
        code: 'part-of-itself',
        path: `/components/${index}/variant`,
        message: 'the bundle contains itself, so its stock can never be told',
      }),
    ]),
    ...findRepeated(
      parts.map(({ variant: part }) => refKey(part)),
      (part, index) => ({
        code: 'repeated-component',
        path: `/components/${index}`,
        message: `the bundle lists ${part} twice; its quantities belong into one part`,
      }),
    ),
  ]
}

function checkPack({ refs, pack, components }: Variant): Finding[] {
  if (pack === undefined) return []
  const own = new Set(refs.map(refKey))
  return [
    ...checkPositive(pack.quantity, '/pack/quantity'),
    ...findingIf(own.has(refKey(pack.of)), {
      code: 'part-of-itself',
      path: '/pack/of',
      message: 'the pack contains itself, so its content can never be told',
    }),
    ...findingIf(components.length > 0, {
      code: 'pack-and-bundle',
      path: '/pack',
      message: 'a pack has stock of its own and a bundle has none: this cannot be both',
    }),
  ]
}

function checkMeasures({ measure, weight, dimensions }: Variant): Finding[] {
  return [
    ...(measure ? checkPositive(measure, '/measure') : []),
    ...(weight ? checkDimension(weight, '/weight', 'mass') : []),
    ...Object.entries(dimensions ?? {}).flatMap(([side, quantity]) =>
      checkDimension(quantity, `/dimensions/${side}`, 'length'),
    ),
  ]
}

function checkPositive(quantity: Quantity, path: string): Finding[] {
  return findingIf(compareDecimals(quantity.value, '0') <= 0, {
    code: 'not-positive',
    path: `${path}/value`,
    message: `${printQuantity(quantity)} is not more than nothing`,
  })
}

function checkDimension(quantity: Quantity, path: string, dimension: Dimension): Finding[] {
  const info = unitInfo(quantity.unit)
  return [
    ...findingIf(compareDecimals(quantity.value, '0') < 0, {
      code: 'negative-measure',
      path: `${path}/value`,
      message: `${printQuantity(quantity)} is less than nothing`,
    }),
    ...findingIf(info !== undefined && info.dimension !== dimension, {
      code: 'wrong-dimension',
      path: `${path}/unit`,
      message: `${printQuantity(quantity)} is no ${dimension}`,
    }),
  ]
}
