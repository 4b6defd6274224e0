import { err, ok, type Result } from 'neverthrow'
import { referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import type { Account } from './account.js'
import { periodProblem } from './posting-rules.js'
import { invalidValue, type Problem, userError } from './problem.js'
import type { Fields, StoredRecord } from './stored-record.js'

const KEPT_IN_STOCK = new Set(['InvtPart', 'Assembly'])

/** Fills in and checks an inventory adjustment; it never warns. */
export function completeAdjustment(
  account: Account,
  record: StoredRecord,
): Result<readonly string[], Problem> {
  const { fields, sublists } = record
  if (!fields['account']) return err(missing('Adjustment Account', 'account'))
  if (!fields['subsidiary']) return err(missing('Subsidiary', 'subsidiary'))
  const given = String(fields['tranDate'] ?? account.wallAt(account.now())).slice(0, 10)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given) || Number.isNaN(Date.parse(given))) {
    return err(invalidValue({ value: given, name: 'tranDate', path: 'tranDate' }))
  }
  fields['tranDate'] = given
  const closed = periodProblem(account, record)
  if (closed) return err(closed)
  fields['tranId'] ??= `ADJ${record.id}`
  const lines = sublists['inventory'] ?? []
  if (lines.length === 0) {
    return err(userError('You must enter at least one line item for this transaction.'))
  }
  const problem = lines.map((line, index) => lineProblem(account, line, index)).find(Boolean)
  return problem ? err(problem) : ok([])
}

function lineProblem(account: Account, line: Fields, index: number): Problem | undefined {
  const path = `inventory.items[${index}]`
  const item = referenceIdOf(line['item'])
  if (item === undefined) return missing('Item', `${path}.item`)
  if (!KEPT_IN_STOCK.has(account.items.get(item)?.itemType ?? '')) {
    return invalidValue({ value: item, name: 'item', path: `${path}.item` })
  }
  if (!line['location']) return missing('Location', `${path}.location`)
  if (wireDecimal(line['adjustQtyBy']) !== undefined) return undefined
  return missing('Adjust Qty. By', `${path}.adjustQtyBy`)
}

function missing(label: string, path: string): Problem {
  return userError(`Please enter value(s) for: ${label}`, path)
}
