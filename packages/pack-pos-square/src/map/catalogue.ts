import type { Unit } from '@canonry/model'
import { valueAt } from '@canonry/pack'
import { unitIn } from './unit.js'

/** What is handed down to things that name variations. */
export interface CatalogueContext {
  /** What the catalogue has of the variations that the document names, by their ids. */
  readonly catalogue?: unknown
}

/** What a thing knows that names one variation. */
export interface VariationContext extends CatalogueContext {
  /** The variation's id; none where an amount was typed in. */
  readonly variation: string | null | undefined
}

/** Where that stands in a document that the connector has completed. */
export const CATALOGUE = { catalogue: '/catalogue' } as const

export const SKU_IN_WORDS = 'the SKU of the variation in the catalogue; none where it has none'

/** The SKU of the variation, which stands in the catalogue alone. */
export function skuOf(context: VariationContext): string | undefined {
  const sku = valueAt(entryOf(context), '/sku')
  return typeof sku === 'string' && sku !== '' ? sku : undefined
}

/** What the variation is counted in; none where the catalogue names no unit. */
export function unitOf(context: VariationContext): Unit | undefined {
  return unitIn(valueAt(entryOf(context), '/measurement_unit'))
}

// an id may be any text, so it is no pointer
function entryOf({ variation, catalogue }: VariationContext): unknown {
  if (typeof variation !== 'string' || typeof catalogue !== 'object' || catalogue === null) {
    return undefined
  }
  return Object.hasOwn(catalogue, variation)
    ? (catalogue as Readonly<Record<string, unknown>>)[variation]
    : undefined
}
