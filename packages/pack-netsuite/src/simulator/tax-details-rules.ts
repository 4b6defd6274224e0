import { referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import { invalidValue, type Problem, userError } from './problem.js'
import type { Fields, StoredRecord } from './stored-record.js'

/** The reference that pairs tax details with the shipping cost (Oracle help: section_1548673608). */
export const SHIPPING_REFERENCE = 'SHIPPING'

/** Refuses tax details that no line refers to, or that lack a code or an amount. */
export function taxDetailsProblem(record: StoredRecord): Problem | undefined {
  const lines = record.sublists['item'] ?? []
  const known = new Set(lines.map((line) => referenceIdOf(line['taxDetailsReference'])))
  known.add(SHIPPING_REFERENCE)
  for (const [index, detail] of (record.sublists['taxDetails'] ?? []).entries()) {
    const problem = detailProblem(detail, known, `taxDetails.items[${index}]`)
    if (problem) return problem
  }
  return undefined
}

function detailProblem(
  detail: Fields,
  known: ReadonlySet<string | undefined>,
  path: string,
): Problem | undefined {
  const reference = referenceIdOf(detail['taxDetailsReference'])
  if (reference === undefined || !known.has(reference)) {
    const name = 'taxDetailsReference'
    return invalidValue({ value: reference ?? '', name, path: `${path}.${name}` })
  }
  if (!detail['taxCode']) return userError('Please enter value(s) for: Tax Code', `${path}.taxCode`)
  if (wireDecimal(detail['taxAmount']) !== undefined) return undefined
  return userError('Please enter value(s) for: Tax Amount', `${path}.taxAmount`)
}
