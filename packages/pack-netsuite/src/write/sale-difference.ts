import { elementsOf, type JsonObject, referenceIdOf } from '../wire/json-object.js'
import { KEY_COLUMN, lineKeyOf } from '../wire/line-key.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import { differingNames } from './difference.js'

const SUBLISTS = new Set(['item', 'taxDetails'])
// NetSuite may keep fewer digits of a rate; quantity and amount say the same without loss
const NOT_COMPARED = new Set(['rate'])

/**
 * Where a sales order in NetSuite says something else than we would write; empty when it is up to
 * date. Lines are matched by their key, whatever their order; lines of others play no part.
 */
export function saleDifference(ours: JsonObject, theirs: JsonObject): string[] {
  return [
    ...differingNames(ours, theirs, SUBLISTS),
    ...lineDifference(linesByKey(ours), linesByKey(theirs)),
    ...(sameTaxes(ours, theirs) ? [] : ['taxDetails']),
  ]
}

/** The lines of a document that are ours, by what their key column says. */
export function linesByKey(document: JsonObject): ReadonlyMap<string, JsonObject> {
  const own = elementsOf(document['item']).filter((line) => lineKeyOf(line) !== undefined)
  return new Map(own.map((line) => [String(line[KEY_COLUMN]), line]))
}

function lineDifference(
  ours: ReadonlyMap<string, JsonObject>,
  theirs: ReadonlyMap<string, JsonObject>,
): string[] {
  const gone = [...theirs.keys()].filter((key) => !ours.has(key)).map((key) => `item ${key}`)
  const changed = [...ours].flatMap(([key, line]) => {
    const known = theirs.get(key)
    if (!known) return [`item ${key}`]
    return differingNames(line, known, NOT_COMPARED).map((name) => `item ${key} ${name}`)
  })
  return [...gone, ...changed]
}

function sameTaxes(ours: JsonObject, theirs: JsonObject): boolean {
  const own = new Set(
    [...linesByKey(ours).values(), ...linesByKey(theirs).values()].map(referenceOf),
  )
  const known = elementsOf(theirs['taxDetails']).filter((detail) => {
    const reference = referenceOf(detail)
    return reference === 'SHIPPING' || own.has(reference)
  })
  return taxText(elementsOf(ours['taxDetails'])) === taxText(known)
}

function taxText(details: readonly JsonObject[]): string {
  const texts = details.map((detail) =>
    JSON.stringify([
      referenceOf(detail),
      referenceIdOf(detail['taxCode']),
      wireDecimal(detail['taxRate']),
      wireDecimal(detail['taxBasis']),
      wireDecimal(detail['taxAmount']),
    ]),
  )
  return texts.sort().join()
}

/** The reference that pairs a line with its tax details. */
export function referenceOf(element: JsonObject): string | undefined {
  return referenceIdOf(element['taxDetailsReference'])
}
