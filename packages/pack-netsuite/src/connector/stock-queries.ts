import { writeWire } from '@canonry/mapping'
import type { WireDocument } from '@canonry/pack'
import type { JsonObject } from '../wire/json-object.js'

/** One table that is read row by row, each row a document. */
export interface StockTable {
  readonly resource: WireDocument['resource']
  readonly select: string
  /** What holds of every row that is asked for. */
  readonly where?: string
  /** The columns that name a row and that rows are ordered by, with their names in the answer. */
  readonly key: readonly (readonly [column: string, name: string])[]
  /** Whether the row is only true at the moment at which it was asked for. */
  readonly dated?: true
}

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
} as const satisfies Readonly<Record<string, StockTable>>

/** The query of the rows of a table after one of them, or with these keys. */
export function tableQuery(
  { select, where, key }: StockTable,
  { after, among }: { readonly after?: readonly string[]; readonly among?: readonly string[][] },
): string {
  const conditions = [
    ...(where === undefined ? [] : [where]),
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

/** A row as a document. */
export function rowDocument(
  row: JsonObject,
  {
    table,
    asOf,
    apiVersion,
  }: { readonly table: StockTable; readonly asOf: number; readonly apiVersion: string },
): WireDocument {
  const wire = table.dated ? { ...row, asof: new Date(asOf).toISOString() } : row
  const { resource } = table
  return { resource, apiVersion, key: rowIds(row, table).join(':'), text: writeWire(wire) }
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
