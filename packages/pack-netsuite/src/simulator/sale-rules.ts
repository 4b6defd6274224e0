import { currencyExponent, type Decimal, multiplyDecimals, roundDecimal } from '@canonry/model'
import { err, ok, type Result } from 'neverthrow'
import { referenceIdOf } from '../wire/json-object.js'
import { numberFrom, wireDecimal } from '../wire/wire-decimal.js'
import { type Account, nameOf } from './account.js'
import { addressProblem } from './address-rules.js'
import { periodProblem, postingProblem } from './posting-rules.js'
import { invalidValue, type Problem, userError } from './problem.js'
import { addTotals } from './sale-totals.js'
import type { Fields, StoredRecord } from './stored-record.js'
import { taxDetailsProblem } from './tax-details-rules.js'

/** Fills in, checks and adds up a transaction that sells something; gives the warnings. */
export function completeSale(
  account: Account,
  record: StoredRecord,
): Result<readonly string[], Problem> {
  const posts = record.type !== 'salesOrder'
  const problem =
    headerProblem(account, record) ??
    (posts ? (periodProblem(account, record) ?? postingProblem(record)) : undefined) ??
    linesProblem(record)
  if (problem) return err(problem)
  const { fields } = record
  fields['tranId'] ??= `${PREFIXES[record.type]}${record.id}`
  if (!posts) fields['orderStatus'] = { id: referenceIdOf(fields['orderStatus']) ?? 'B' }
  const precision = precisionOf(account, record)
  const warnings = completeLines(account, { record, precision })
  const taxProblem = taxDetailsProblem(record)
  if (taxProblem) return err(taxProblem)
  addTotals(record, precision)
  return ok(warnings)
}

const PREFIXES: Readonly<Record<string, string>> = {
  salesOrder: 'SO',
  cashSale: 'CS',
  cashRefund: 'CR',
}

/** Digits after the point in the order's currency: never more than two (Oracle help: section_N1397831). */
function precisionOf(account: Account, { fields }: StoredRecord): number {
  const id = referenceIdOf(fields['currency']) ?? ''
  const name = nameOf(account, 'currency', id)
  return account.currencyPrecision.get(id) ?? Math.min(currencyExponent(name ?? 'EUR'), 2)
}

function headerProblem(account: Account, record: StoredRecord): Problem | undefined {
  const { fields } = record
  const customer = account.records['customer']?.get(referenceIdOf(fields['entity']) ?? '')
  if (!customer) return userError('Please enter value(s) for: Customer')
  fields['subsidiary'] ??= customer.fields['subsidiary']
  fields['currency'] ??= customer.fields['currency']
  return (
    currencyProblem(customer, referenceIdOf(fields['currency'])) ??
    dateProblem(account, fields) ??
    addressProblem(fields['billingAddress'], 'billingAddress') ??
    addressProblem(fields['shippingAddress'], 'shippingAddress')
  )
}

function currencyProblem(customer: StoredRecord, id: string | undefined): Problem | undefined {
  const listed = customer.sublists['currencyList'] ?? []
  const known = [customer.fields['currency'], ...listed.map(({ currency }) => currency)]
  if (known.some((currency) => referenceIdOf(currency) === id)) return undefined
  return invalidValue({ value: id ?? '', name: 'currency', path: 'currency' })
}

function dateProblem(account: Account, fields: Fields): Problem | undefined {
  const given = fields['tranDate'] ?? new Date(account.now()).toISOString()
  const [date = ''] = String(given).split('T')
  const known = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date))
  if (!known) return invalidValue({ value: String(given), name: 'tranDate', path: 'tranDate' })
  fields['tranDate'] = date
  return undefined
}

function linesProblem({ sublists }: StoredRecord): Problem | undefined {
  const lines = sublists['item'] ?? []
  if (lines.length === 0) {
    return userError('You must enter at least one line item for this transaction.')
  }
  for (const [index, line] of lines.entries()) {
    const path = `item.items[${index}]`
    if (!line['item']) return userError('Please enter value(s) for: Item', `${path}.item`)
    for (const name of ['quantity', 'rate', 'amount']) {
      const value = line[name]
      if (value !== undefined && value !== null && wireDecimal(value) === undefined) {
        return invalidValue({ value: '', name, path: `${path}.${name}` })
      }
    }
  }
  return undefined
}

function completeLines(
  account: Account,
  { record, precision }: { readonly record: StoredRecord; readonly precision: number },
): string[] {
  const warnings: string[] = []
  record.sublists['item'] = (record.sublists['item'] ?? []).map((line) => {
    const computed = computedAmount(line, precision)
    const amount = wireDecimal(line['amount']) ?? computed
    if (computed !== undefined && amount !== computed) {
      warnings.push(`The amount of line ${line['line']} differs from quantity times rate.`)
    }
    return completeLine(account, line, roundDecimal(amount ?? '0', precision, 'half-up'))
  })
  return warnings
}

function computedAmount(line: Fields, precision: number): Decimal | undefined {
  const rate = wireDecimal(line['rate'])
  if (rate === undefined) return undefined
  const amount = multiplyDecimals(wireDecimal(line['quantity']) ?? '1', rate)
  return roundDecimal(amount, precision, 'half-up')
}

function completeLine(account: Account, line: Fields, amount: Decimal): Fields {
  const itemType = account.items.get(referenceIdOf(line['item']) ?? '')?.itemType
  const quantity = itemType === 'Discount' ? undefined : (line['quantity'] ?? 1)
  return {
    ...line,
    lineUniqueKey: line['lineUniqueKey'] ?? account.nextId(),
    itemType: { id: itemType },
    isClosed: line['isClosed'] === true,
    ...(quantity === undefined ? {} : { quantity }),
    amount: numberFrom(amount),
  }
}
