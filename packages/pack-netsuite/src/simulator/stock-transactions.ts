import { addDecimals, type Decimal, negateDecimal } from '@canonry/model'
import { referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import type { Account, StoredRecord } from './account.js'
import { addStock, stockKey } from './stock.js'

/** A line of a transaction that moved stock; below zero the goods left the location. */
export interface StockLine {
  readonly id: string
  readonly item: string
  readonly location: string
  readonly quantity: Decimal
  readonly memo?: string
  /** The main line, which of a build is what was made; else main lines name no item. */
  readonly isMain?: true
}

/** The order that a receipt or fulfilment follows from. */
export interface OrderBehind {
  readonly id: string
  readonly type: string
  /** Where a transfer order goes to. */
  readonly destination?: string
}

/** Types of transactions as SuiteQL names them; the last four move nothing between locations. */
export type StockType =
  | ('InvAdjst' | 'InvTrnfr' | 'ItemRcpt' | 'ItemShip' | 'Build' | 'Unbuild')
  | ('WorkOrd' | 'InvCount' | 'BinTrnfr' | 'StatChng')

/** A posting transaction that people enter in NetSuite itself, or that the REST API wrote. */
export interface StockTransaction {
  readonly id: string
  readonly type: StockType
  readonly externalId?: string
  readonly memo?: string
  /** Where an inventory transfer goes to. */
  readonly destination?: string
  readonly order?: OrderBehind
  /** The day that it is booked on, `2026-11-24`. */
  readonly date: string
  readonly createdAt: number
  readonly modifiedAt: number
  readonly lines: readonly StockLine[]
  /** Entered, and posts nothing: a fulfilment that is picked or packed, an order, a count. */
  readonly isPending?: boolean
}

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
