import { err, ok, type Result } from 'neverthrow'
import type { Account } from './account.js'
import type { Problem } from './problem.js'
import { saleRows, salesNamed } from './sale-rows.js'
import { stockRows } from './stock-rows.js'
import { deletedRows, stockLineRows, stockTransactionRows } from './stock-transaction-rows.js'
import type { StoredRecord } from './stored-record.js'
import { type Condition, invalidQuery, type Join, parseQuery, type Query } from './suiteql.js'

type Row = Readonly<Record<string, string | undefined>>

/** A page of a query's result, as SuiteQL answers it. */
export interface QueryPage {
  readonly rows: readonly Record<string, string>[]
  readonly total: number
}

const TABLES: Readonly<Record<string, (account: Account) => Row[]>> = {
  aggregateitemlocation: stockRows,
  item: itemRows,
  location: locationRows,
  customer: (account) => recordRows(account, 'customer').map(customerRow),
  transaction: (account) => [...saleRows(account), ...stockTransactionRows(account)],
  transactionline: stockLineRows,
  deletedrecord: deletedRows,
}

/** Runs a query: every value a string, aliases in lower case, nulls left out. */
export function runQuery(
  account: Account,
  { text, limit, offset }: { text: string; limit: number; offset: number },
): Result<QueryPage, Problem> {
  return parseQuery(text).andThen((query) => {
    // a table that the role may not see does not exist for it
    const unknown = [query, ...query.joins].find(
      ({ table }) => !TABLES[table] || account.hidden.has(table),
    )
    if (unknown)
      return err(invalidQuery(`Search error occurred: Record '${unknown.table}' was not found`))
    const rows = namedRows(account, query) ?? joinedRows(account, query)
    const found = sorted(
      rows.filter((row) => matches(row, query.condition)),
      query,
    )
    const page = found.slice(offset, offset + limit)
    return ok({ rows: page.map((row) => select(row, query)), total: found.length })
  })
}

function rowsOf(account: Account, table: string, alias = table): Row[] {
  return (TABLES[table]?.(account) ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [`${alias}.${name}`, value])),
  )
}

// who asks for a few sales by name need not look through all of them
function namedRows(account: Account, { table, joins, condition }: Query): Row[] | undefined {
  if (table !== 'transaction' || joins.length > 0 || condition.kind !== 'and') return undefined
  const named = condition.parts.find((part) => part.kind === 'is' && part.column === 'externalid')
  if (named?.kind !== 'is' || named.operator !== 'in') return undefined
  return [...salesNamed(account, named.values), ...stockTransactionRows(account)]
}

function joinedRows(account: Account, { table, joins }: Query): Row[] {
  if (joins.length === 0) return [...(TABLES[table]?.(account) ?? [])]
  return joins.reduce((rows, join) => joined(rows, account, join), rowsOf(account, table))
}

function joined(rows: readonly Row[], account: Account, join: Join): Row[] {
  const { kind, table, alias, on, condition } = join
  const [own = '', other = ''] = on[0].startsWith(`${alias}.`) ? on : [...on].reverse()
  const byKey = new Map<string | undefined, Row[]>()
  for (const row of rowsOf(account, table, alias)) {
    const same = byKey.get(row[own])
    if (same) same.push(row)
    else byKey.set(row[own], [row])
  }
  return rows.flatMap((row) => {
    const both = (byKey.get(row[other]) ?? []).map((found) => ({ ...row, ...found }))
    const found = both.filter((each) => matches(each, condition))
    return found.length === 0 && kind === 'left' ? [row] : found
  })
}

function matches(row: Row, condition: Condition): boolean {
  if (condition.kind !== 'is') {
    const { kind, parts } = condition
    const holds = (part: Condition) => matches(row, part)
    return kind === 'and' ? parts.every(holds) : parts.some(holds)
  }
  const { column, operator, values } = condition
  const value = row[column]
  if (value === undefined) return false
  if (operator === 'in') return values.includes(value)
  const order = compare(value, values[0] ?? '')
  if (operator === '<') return order < 0
  return operator === '>' ? order > 0 : order >= 0
}

function sorted(rows: Row[], { orderBy }: Query): Row[] {
  return rows.sort((a, b) => {
    for (const column of orderBy) {
      const order = compare(a[column] ?? '', b[column] ?? '')
      if (order !== 0) return order
    }
    return 0
  })
}

function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)]
  if (!Number.isNaN(x) && !Number.isNaN(y) && a !== '' && b !== '') return x - y
  return a < b ? -1 : Number(a > b)
}

function select(row: Row, { columns }: Query): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const { name, alias, length } of columns) {
    const value = row[name]
    if (value !== undefined) shown[alias] = value.slice(0, length)
  }
  return shown
}

function itemRows(account: Account): Row[] {
  return [...account.items.values()].map((item) => ({
    id: item.id,
    itemid: item.itemId,
    externalid: item.externalId,
    itemtype: item.itemType,
    displayname: item.displayName,
    upccode: item.upcCode,
    isinactive: flag(item.isInactive),
  }))
}

function locationRows({ lists }: Account): Row[] {
  return [...lists.location].map(([id, name]) => ({ id, name, fullname: name, isinactive: 'F' }))
}

function recordRows(account: Account, type: string): StoredRecord[] {
  return [...(account.records[type]?.values() ?? [])]
}

function customerRow(record: StoredRecord): Row {
  const { fields } = record
  return {
    id: record.id,
    externalid: record.externalId,
    entityid: textOf(fields['entityId']),
    email: textOf(fields['email']),
    companyname: textOf(fields['companyName']),
    isinactive: flag(fields['isInactive'] === true),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function flag(value: boolean): string {
  return value ? 'T' : 'F'
}
