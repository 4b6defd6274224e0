import { writeWire } from '@canonry/mapping'
import { instantOf } from '@canonry/model'
import type { WireDocument } from '@canonry/pack'
import type { JsonObject } from '../wire/json-object.js'
import { DELETIONS, MOVES } from './move-table.js'
import type { StockTable } from './stock-table.js'

/** The tables that are read, in the order in which they refer to each other. */
export const STOCK_TABLES = {
  locations: {
    resource: 'location@suiteql',
    select: 'SELECT id, name, fullname, isinactive, locationtype, subsidiary FROM location',
    key: [['id', 'id']],
  },
  items: {
    resource: 'item@suiteql',
    select: 'SELECT id, itemid, displayname, upccode, itemtype, parent FROM item',
    where: "isinactive = 'F' AND itemtype IN ('InvtPart', 'Assembly')",
    key: [['id', 'id']],
  },
  quantities: {
    resource: 'itemLocation@suiteql',
    select:
      'SELECT item, location, BUILTIN.DF(item) AS sku, quantityonhand, quantitycommitted, quantityavailable FROM aggregateitemlocation',
    key: [
      ['item', 'item'],
      ['location', 'location'],
    ],
    dated: true,
  },
  moves: MOVES,
  deletions: DELETIONS,
} as const satisfies Readonly<Record<string, StockTable>>

/** Which rows of a table are asked for. */
interface Wanted {
  readonly after?: readonly string[] | undefined
  readonly among?: readonly string[][]
  /** Changed at or after this moment, epoch milliseconds, where the table tells when. */
  readonly since?: number | undefined
  /** What changed is asked for, and not all that there is. */
  readonly isPartial?: boolean | undefined
}

/** The query of the rows of a table after one of them, of what changed, or with these keys. */
export function tableQuery(table: StockTable, { after, among, since, isPartial }: Wanted): string {
  const { select, where, key } = (isPartial && table.changes) || table
  const { changed } = table
  const conditions = [
    ...(where === undefined ? [] : [where]),
    ...(changed === undefined || since === undefined ? [] : [changedCondition(changed, since)]),
    ...(after === undefined ? [] : [afterCondition(key, after)]),
    ...(among === undefined
      ? []
      : [`(${among.map((ids) => sameCondition(key, ids)).join(' OR ')})`]),
  ]
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return `${select}${filter} ORDER BY ${key.map(([column]) => column).join(', ')}`
}

/** Whether a name of a row is made of ids, which alone may stand in a query. */
export function isRowName(ids: readonly string[], { key }: StockTable): boolean {
  return ids.length === key.length && ids.every((id) => /^-?\d{1,18}$/.test(id))
}

/** The ids that name a row. */
export function rowIds(row: JsonObject, { key }: StockTable): string[] {
  return key.map(([, name]) => String(row[name] ?? ''))
}

/** What a document of a row is told beside the row. */
export interface RowContext {
  readonly table: StockTable
  readonly asOf: number
  readonly apiVersion: string
  /** The time zone of the account. */
  readonly zone?: string | undefined
}

/** A row as a document. */
export function rowDocument(
  row: JsonObject,
  { table, asOf, apiVersion, zone }: RowContext,
): WireDocument {
  const { resource, dated, zoned } = table
  const wire = {
    ...row,
    ...(dated && { asof: new Date(asOf).toISOString() }),
    ...(zoned && { zone }),
  }
  return { resource, apiVersion, key: rowIds(row, table).join(':'), text: writeWire(wire) }
}

const DAY_MS = 86_400_000

// the day before in UTC has begun in every zone, and whatever stands in the overlap is known
function changedCondition(column: string, since: number): string {
  return `${column} >= TO_DATE('${instantOf(since - DAY_MS).slice(0, 10)}', 'YYYY-MM-DD')`
}

// offsets shift while rows come and go; a key does not
function afterCondition(key: StockTable['key'], after: readonly string[]): string {
  const alternatives = key.map(([column], index) => {
    const same = key.slice(0, index).map(([other], at) => `${other} = ${after[at]}`)
    return `(${[...same, `${column} > ${after[index]}`].join(' AND ')})`
  })
  return `(${alternatives.join(' OR ')})`
}

function sameCondition(key: StockTable['key'], ids: readonly string[]): string {
  return `(${key.map(([column], index) => `${column} = ${ids[index]}`).join(' AND ')})`
}
