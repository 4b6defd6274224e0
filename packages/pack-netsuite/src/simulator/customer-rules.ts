import { err, ok, type Result } from 'neverthrow'
import type { Account } from './account.js'
import { addressProblem } from './address-rules.js'
import { type Problem, userError } from './problem.js'
import type { StoredRecord } from './stored-record.js'

/** Fills in and checks a customer; gives the warnings. */
export function completeCustomer(
  account: Account,
  record: StoredRecord,
): Result<readonly string[], Problem> {
  const problem = missingName(record) ?? missingSubsidiary(record) ?? addressesProblem(record)
  if (problem) return err(problem)
  const { fields, sublists } = record
  fields['entityId'] ??= record.id
  fields['isInactive'] ??= false
  fields['currency'] ??= { id: account.lists.currency.keys().next().value }
  sublists['currencyList'] ??= [{ currency: fields['currency'] }]
  return ok([])
}

function missingName({ fields }: StoredRecord): Problem | undefined {
  fields['isPerson'] ??= false
  const label = fields['isPerson'] === true ? 'Last Name' : 'Company Name'
  const name = fields['isPerson'] === true ? fields['lastName'] : fields['companyName']
  return name ? undefined : userError(`Please enter value(s) for: ${label}`)
}

function missingSubsidiary({ fields }: StoredRecord): Problem | undefined {
  return fields['subsidiary']
    ? undefined
    : userError('Please enter value(s) for: Primary Subsidiary')
}

function addressesProblem({ sublists }: StoredRecord): Problem | undefined {
  for (const [index, entry] of (sublists['addressBook'] ?? []).entries()) {
    const path = `addressBook.items[${index}].addressBookAddress`
    const problem = addressProblem(entry['addressBookAddress'], path)
    if (problem) return problem
  }
  return undefined
}
