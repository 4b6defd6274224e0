import { addDecimals, type Decimal, negateDecimal } from '@canonry/model'
import { referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import type { Account } from './account.js'
import { addStock, stockKey } from './stock.js'
import type { StockLine, StockTransaction } from './stock-transaction.js'
import type { StoredRecord } from './stored-record.js'

/** What a person enters: everything but what NetSuite fills in. */
export type StockEntry = Omit<StockTransaction, 'id' | 'date' | 'createdAt' | 'modifiedAt'>

/** All transactions that moved stock, but for sales. */
export function stockTransactions(account: Account): readonly StockTransaction[] {
  const adjustments = account.records['inventoryAdjustment']?.values() ?? []
  return [...account.stock.values(), ...[...adjustments].map(adjustmentOf)]
}

/** Enters a transaction and moves its goods; gives its internal id. */
export function enterStock(account: Account, entry: StockEntry): string {
  const id = account.nextId()
  const now = account.now()
  const date = account.wallAt(now).slice(0, 10)
  const entered = { ...entry, id, date, createdAt: now, modifiedAt: now }
  account.stock.set(id, entered)
  moveAll(account, { after: entered })
  return id
}

/** Changes how many moved in a transaction of one item, as an edit in NetSuite does. */
export function editStock(account: Account, id: string, quantity: Decimal): void {
  changeStock(account, id, ({ lines }) => ({
    lines: lines.map((line) => ({
      ...line,
      quantity: line.quantity.startsWith('-') ? negateDecimal(quantity) : quantity,
    })),
  }))
}

/** Changes a transaction, as an edit in NetSuite does: what it had moved is moved back. */
export function changeStock(
  account: Account,
  id: string,
  change: (before: StockTransaction) => Partial<StockEntry>,
): void {
  const before = stockTransaction(account, id)
  const after = { ...before, ...change(before), modifiedAt: account.now() }
  moveAll(account, { before, after })
  account.stock.set(id, after)
}

/** Deletes a transaction: its goods have never moved, and NetSuite keeps that it was deleted. */
export function deleteStock(account: Account, id: string): void {
  const adjustments = account.records['inventoryAdjustment']
  const written = adjustments?.get(id)
  const before = written ? adjustmentOf(written) : stockTransaction(account, id)
  moveAll(account, { before })
  adjustments?.delete(id)
  account.stock.delete(id)
  account.deleted.push({ id, type: before.type, at: account.now() })
}

/** A transaction that was entered by a person. */
export function stockTransaction({ stock }: Account, id: string): StockTransaction {
  const found = stock.get(id)
  if (!found) throw new Error(`nobody entered a transaction ${id}`)
  return found
}

function moveAll(
  account: Account,
  { before, after }: { readonly before?: StockTransaction; readonly after?: StockTransaction },
): void {
  for (const { item, location, quantity } of postedLines(before)) {
    addStock(account, stockKey(item, location), negateDecimal(quantity))
  }
  for (const { item, location, quantity } of postedLines(after)) {
    addStock(account, stockKey(item, location), quantity)
  }
}

function postedLines(transaction: StockTransaction | undefined): readonly StockLine[] {
  return transaction && !transaction.isPending ? transaction.lines : []
}

function adjustmentOf(record: StoredRecord): StockTransaction {
  const { id, externalId, fields, sublists, createdAt, modifiedAt } = record
  const memo = fields['memo']
  const lines = (sublists['inventory'] ?? []).map((line): StockLine => {
    const said = line['memo']
    return {
      id: String(line['line']),
      item: referenceIdOf(line['item']) ?? '',
      location: referenceIdOf(line['location']) ?? '',
      quantity: addDecimals(wireDecimal(line['adjustQtyBy']) ?? '0', '0'),
      ...(typeof said === 'string' && { memo: said }),
    }
  })
  return {
    id,
    type: 'InvAdjst',
    ...(externalId !== undefined && { externalId }),
    ...(typeof memo === 'string' && { memo }),
    date: String(fields['tranDate']),
    createdAt,
    modifiedAt,
    lines,
  }
}
