import { type Failure, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { createMemory, type Memory } from './memory.js'
import { type Call, type Catalogue, type CatalogueEntry, listAt, textIn } from './source.js'

// the specification, CatalogInfoResponseLimits, batch_retrieve_max_object_ids
const AT_ONCE = 1_000
const REMEMBERED_MS = 600_000
const MOST_REMEMBERED = 100_000

/**
 * Looks variations up, many at a time, and remembers for ten minutes those that have a SKU: who has
 * none, or is not found, is asked for again, so that a new article is known at once.
 *
 * Deleted variations are found, too: tickets and stock of them go on. Related objects are not asked
 * for, since with them every variation would bring its whole item along.
 */
export function createCatalogue(call: Call, now: () => number): Catalogue {
  const limits = { ttlMs: REMEMBERED_MS, most: MOST_REMEMBERED, now }
  const known = createMemory<CatalogueEntry>(limits)
  const units = createMemory<unknown>(limits)
  return {
    async find(variations) {
      const remembered = recall(known, variations)
      const asked = await askFor(missing(variations, remembered), { call, units })
      return asked.map((fresh) => {
        for (const [id, entry] of fresh) if (entry.sku !== undefined) known.set(id, entry)
        return Object.fromEntries([...remembered, ...fresh])
      })
    },
    forget(item) {
      const variations = valueAt(item, '/item_data/variations')
      for (const variation of Array.isArray(variations) ? variations : []) {
        known.delete(textIn(variation, '/id'))
      }
    },
  }
}

interface Asking {
  readonly call: Call
  readonly units: Memory<unknown>
}

async function askFor(
  variations: readonly string[],
  { call, units }: Asking,
): Promise<Result<ReadonlyMap<string, CatalogueEntry>, Failure>> {
  const objects = await retrieve(variations, call)
  if (objects.isErr()) return err(objects.error)
  const found = objects.value.flatMap(variationIn)
  const measures = await unitsOf(found, { call, units })
  return measures.map((all) => new Map(found.map((each) => [each.id, entryOf(each, all)])))
}

async function unitsOf(
  variations: readonly Variation[],
  { call, units }: Asking,
): Promise<Result<ReadonlyMap<string, unknown>, Failure>> {
  const ids = variations.flatMap(({ unit }) => unit ?? [])
  const remembered = recall(units, ids)
  const objects = await retrieve(missing(ids, remembered), call)
  return objects.map((found) => {
    for (const object of found) {
      const [id, unit] = [textIn(object, '/id'), valueAt(object, UNIT)]
      if (unit === undefined) continue
      units.set(id, unit)
      remembered.set(id, unit)
    }
    return remembered
  })
}

const UNIT = '/measurement_unit_data/measurement_unit'

function entryOf({ sku, unit }: Variation, units: ReadonlyMap<string, unknown>): CatalogueEntry {
  return {
    ...(sku !== undefined && { sku }),
    ...(unit !== undefined && { measurement_unit: units.get(unit) ?? NAMELESS_UNIT }),
  }
}

function recall<T>(memory: Memory<T>, ids: readonly string[]): Map<string, T> {
  const found = new Map<string, T>()
  for (const id of ids) {
    const value = memory.get(id)
    if (value !== undefined) found.set(id, value)
  }
  return found
}

function missing(ids: readonly string[], found: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set(ids)].filter((id) => !found.has(id))
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
  ids: readonly string[],
  call: Call,
): Promise<Result<readonly unknown[], Failure>> {
  const objects: unknown[] = []
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const object_ids = ids.slice(start, start + AT_ONCE)
    const body = { object_ids, include_deleted_objects: true }
    const answer = await call({ path: 'catalog/batch-retrieve', body })
    if (answer.isErr()) return err(answer.error)
    objects.push(...listAt(answer.value, '/objects'))
  }
  return ok(objects)
}
