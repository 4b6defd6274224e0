import { addDecimals, type Decimal, roundDecimal } from '@canonry/model'
import { numberFrom, wireDecimal } from '../wire/wire-decimal.js'
import type { Fields, StoredRecord } from './stored-record.js'

/**
 * Adds a sale up in amounts of the currency's precision: `subtotal` over all lines, discount lines among them, `discountTotal` for a
 * header discount, `taxTotal` from the tax details that override, and `total`.
 */
export function addTotals(record: StoredRecord, precision: number): void {
  const { fields, sublists } = record
  const kept = (amount: Decimal): Decimal => roundDecimal(amount, precision, 'half-up')
  for (const name of ['discountRate', 'shippingCost', 'handlingCost']) keep(fields, name, kept)
  for (const detail of sublists['taxDetails'] ?? []) keep(detail, 'taxAmount', kept)
  const subtotal = sumOf(sublists['item'] ?? [], 'amount')
  const discountTotal = fields['discountItem'] ? (wireDecimal(fields['discountRate']) ?? '0') : '0'
  const overridden = fields['taxDetailsOverride'] === true
  const taxTotal = overridden ? sumOf(sublists['taxDetails'] ?? [], 'taxAmount') : '0'
  const shipping = wireDecimal(fields['shippingCost']) ?? '0'
  const handling = wireDecimal(fields['handlingCost']) ?? '0'
  const total = [discountTotal, shipping, handling, taxTotal].reduce(addDecimals, subtotal)
  const totals = { subtotal, discountTotal, taxTotal, total }
  for (const [name, amount] of Object.entries(totals)) fields[name] = numberFrom(kept(amount))
  if (record.type === 'salesOrder') fields['status'] = { id: statusOf(record) }
}

function keep(fields: Fields, name: string, kept: (amount: Decimal) => Decimal): void {
  const amount = wireDecimal(fields[name])
  if (amount !== undefined) fields[name] = numberFrom(kept(amount))
}

function sumOf(elements: readonly Fields[], name: string): Decimal {
  return elements.map((element) => wireDecimal(element[name]) ?? '0').reduce(addDecimals, '0')
}

function statusOf({ fields, sublists }: StoredRecord): string {
  const lines = sublists['item'] ?? []
  if (lines.every((line) => line['isClosed'] === true)) return 'H'
  const { id } = fields['orderStatus'] as { id: string }
  return id
}
