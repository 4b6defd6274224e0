import { createLookup, type Failure, type Lookup, valueAt } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import { type Call, type Catalogue, type CatalogueEntry, listAt, textIn } from './source.js'

// the specification, CatalogInfoResponseLimits, batch_retrieve_max_object_ids
const AT_ONCE = 1_000
const REMEMBERED_MS = 600_000

/**
 * Looks variations up, many at a time, and remembers for ten minutes those that have a SKU: who has
 * none, or is not found, is asked for again, so that a new article is known at once.
 *
 * Deleted variations are found, too: tickets and stock of them go on. Related objects are not asked
 * for, since with them every variation would bring its whole item along.
 */
export function createCatalogue(call: Call, now: () => number): Catalogue {
  const limits = { atOnce: AT_ONCE, rememberMs: REMEMBERED_MS, now }
  const units = createLookup<unknown>({ ...limits, ask: (ids) => askForUnits(ids, call) })
  const known = createLookup<CatalogueEntry>({
    ...limits,
    ask: (variations) => askFor(variations, { call, units }),
    remembers: ({ sku }) => sku !== undefined,
  })
  return {
    find: async (variations) =>
      (await known.find(variations)).map((found) => Object.fromEntries(found)),
    forget(item) {
      const variations = valueAt(item, '/item_data/variations')
      if (!Array.isArray(variations)) return
      known.forget(variations.map((variation) => textIn(variation, '/id')))
    },
  }
}

type Found<T> = Result<ReadonlyMap<string, T>, Failure>

async function askFor(
  ids: readonly string[],
  { call, units }: { readonly call: Call; readonly units: Lookup<unknown> },
): Promise<Found<CatalogueEntry>> {
  const objects = await retrieve(ids, call)
  if (objects.isErr()) return err(objects.error)
  const found = objects.value.flatMap(variationIn)
  const measures = await units.find(found.flatMap(({ unit }) => unit ?? []))
  return measures.map((all) => new Map(found.map((each) => [each.id, entryOf(each, all)])))
}

async function askForUnits(ids: readonly string[], call: Call): Promise<Found<unknown>> {
  const objects = await retrieve(ids, call)
  return objects.map((found) => new Map(found.flatMap(unitIn)))
}

function unitIn(object: unknown): [string, unknown][] {
  const unit = valueAt(object, UNIT)
  return unit === undefined ? [] : [[textIn(object, '/id'), unit]]
}

const UNIT = '/measurement_unit_data/measurement_unit'

function entryOf({ sku, unit }: Variation, units: ReadonlyMap<string, unknown>): CatalogueEntry {
  return {
    ...(sku !== undefined && { sku }),
    ...(unit !== undefined && { measurement_unit: units.get(unit) ?? NAMELESS_UNIT }),
  }
}

// a unit that the catalogue does not have is one of the merchant's own, as far as can be told
const NAMELESS_UNIT = { custom_unit: { name: '', abbreviation: '' } }

interface Variation {
  readonly id: string
  readonly sku: string | undefined
  readonly unit: string | undefined
}

function variationIn(object: unknown): Variation[] {
  if (textIn(object, '/type') !== 'ITEM_VARIATION') return []
  const sku = textIn(object, '/item_variation_data/sku') || undefined
  const unit = textIn(object, '/item_variation_data/measurement_unit_id') || undefined
  return [{ id: textIn(object, '/id'), sku, unit }]
}

async function retrieve(
  object_ids: readonly string[],
  call: Call,
): Promise<Result<readonly unknown[], Failure>> {
  const body = { object_ids, include_deleted_objects: true }
  const answer = await call({ path: 'catalog/batch-retrieve', body })
  return answer.map((found) => listAt(found, '/objects'))
}
