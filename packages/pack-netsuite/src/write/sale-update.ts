import { SHIPPING_REFERENCE } from '../wire/fold-sale.js'
import { elementsOf, isJsonObject, type JsonObject } from '../wire/json-object.js'
import { KEY_COLUMN, lineKeyOf } from '../wire/line-key.js'
import { linesByKey, referenceOf } from './sale-difference.js'

/**
 * The document that brings a known sales order up to date when its lists are replaced.
 *
 * Our lines keep NetSuite's own `line` by their key. Lines that others entered are named by that
 * alone, which keeps them as they are, and their tax details are sent again.
 */
export function saleUpdate(ours: JsonObject, theirs: JsonObject): JsonObject {
  const known = linesByKey(theirs)
  const lines = elementsOf(ours['item']).map((line) => {
    const match = known.get(String(line[KEY_COLUMN]))
    return match ? { line: match['line'], ...line } : line
  })
  const others = elementsOf(theirs['item']).filter((line) => lineKeyOf(line) === undefined)
  const kept = new Set(others.map(referenceOf))
  const details = elementsOf(theirs['taxDetails']).filter((detail) => {
    const reference = referenceOf(detail)
    return reference !== undefined && reference !== SHIPPING_REFERENCE && kept.has(reference)
  })
  return {
    ...ours,
    item: { items: [...lines, ...others.map(({ line }) => ({ line }))] },
    taxDetails: { items: [...elementsOf(ours['taxDetails']), ...details.map(detailAgain)] },
  }
}

function detailAgain(detail: JsonObject): JsonObject {
  const names = ['taxDetailsReference', 'taxCode', 'taxType', 'taxRate', 'taxBasis', 'taxAmount']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = detail[name]
      if (value === undefined) return []
      return [[name, isJsonObject(value) ? { id: value['id'] } : value]]
    }),
  )
}

/** The document that closes every line that is still open; `undefined` when all are closed. */
export function salesOrderClosing(theirs: JsonObject): JsonObject | undefined {
  const open = elementsOf(theirs['item']).filter(({ isClosed }) => isClosed !== true)
  if (open.length === 0) return undefined
  return { item: { items: open.map(({ line }) => ({ line, isClosed: true })) } }
}
