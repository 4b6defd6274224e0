import { referenceIdOf } from '../wire/json-object.js'
import type { Account } from './account.js'
import { type Problem, userError } from './problem.js'
import type { StoredRecord } from './stored-record.js'

/** What a record lacks that posts on a day of a period that is closed. */
export function periodProblem({ books }: Account, { fields }: StoredRecord): Problem | undefined {
  const { closedThrough } = books
  const isOpen = closedThrough === undefined || String(fields['tranDate']) > closedThrough
  return isOpen ? undefined : userError(CLOSED, 'tranDate')
}

const CLOSED =
  'The transaction date you specified is not within the date range of your accounting period.'

/**
 * What a posting sale needs beyond a sales order: a location, and an account or undeposited funds.
 *
 * A closed one is shown as deposited (`C`) where it went to an account, else as not deposited (`B`).
 */
export function postingProblem({ type, fields }: StoredRecord): Problem | undefined {
  if (!fields['location']) return userError('Please enter value(s) for: Location', 'location')
  if (type === 'cashRefund') return undefined
  const account = referenceIdOf(fields['account'])
  const undeposited = referenceIdOf(fields['undepFunds']) ?? (account === undefined ? 'T' : 'F')
  if (undeposited === 'F' && account === undefined) {
    return userError('Please enter value(s) for: Account', 'account')
  }
  fields['undepFunds'] = { id: undeposited }
  fields['status'] = { id: undeposited === 'T' ? 'B' : 'C' }
  return undefined
}
