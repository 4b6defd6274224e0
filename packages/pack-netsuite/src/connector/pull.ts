import type { Failure, PullPage } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import type { Service } from './service.js'
import { isRowName, rowDocument, rowIds, STOCK_TABLES, tableQuery } from './stock-queries.js'
import type { StockTable } from './stock-table.js'
import { PAGE_ROWS, queryPage } from './suiteql.js'

type TableName = keyof typeof STOCK_TABLES

const ORDER = Object.keys(STOCK_TABLES) as TableName[]

/** Where a pull goes on: all of it stands in the cursor, so that any process can. */
interface Place {
  readonly table: TableName
  /** The last row of the page before. */
  readonly after?: readonly string[]
  /** What moved before is left out, epoch milliseconds. */
  readonly since?: number
}

/**
 * One page of locations, then of items that are kept in stock, then of quantities per item and
 * location, then of lines that moved stock.
 *
 * With `since` only lines whose transaction changed at or after it; the other tables come whole,
 * because nothing tells when a quantity changed, and an item that was left out would never be heard of.
 */
export async function pullStock(
  service: Service,
  { cursor, since }: { readonly cursor: string | undefined; readonly since: number | undefined },
): Promise<Result<PullPage, Failure>> {
  const place = placeOf(cursor, since)
  if (place === undefined) return err(NO_CURSOR)
  const { apiVersion, client, profile } = service
  const table: StockTable = STOCK_TABLES[place.table]
  const page = await queryPage(client, { q: tableQuery(table, place) })
  return page.map(({ rows, asOf }) => {
    const isFull = rows.length === PAGE_ROWS
    const next = nextOf(place, {
      service,
      last: isFull ? rowIds(rows.at(-1) ?? {}, table) : undefined,
    })
    const context = { table, asOf, apiVersion, zone: profile.zone }
    return {
      documents: rows.map((row) => rowDocument(row, context)),
      ...(next && { next: JSON.stringify(next) }),
      asOf,
    }
  })
}

const NO_CURSOR: Failure = { kind: 'handler.bug', message: 'the cursor is none that a page gave' }

function nextOf(
  { table, after: _, ...bounds }: Place,
  { service, last }: { readonly service: Service; readonly last: readonly string[] | undefined },
): Place | undefined {
  if (last) return { ...bounds, table, after: last }
  const following = ORDER[ORDER.indexOf(table) + 1]
  return following && isRead(following, service) ? { ...bounds, table: following } : undefined
}

/** Whether a table is read at all: moments need the zone that they are told in. */
function isRead(name: TableName, { profile }: Service): boolean {
  const table: StockTable = STOCK_TABLES[name]
  return !table.zoned || profile.zone !== undefined
}

function placeOf(cursor: string | undefined, since: number | undefined): Place | undefined {
  if (cursor === undefined) return { table: 'locations', ...(since !== undefined && { since }) }
  try {
    const place = JSON.parse(cursor) as Place
    if (!Object.hasOwn(STOCK_TABLES, place.table)) return undefined
    const isSound =
      (!place.after || isRowName(place.after, STOCK_TABLES[place.table])) &&
      (place.since === undefined || Number.isFinite(place.since))
    return isSound ? place : undefined
  } catch {
    return undefined
  }
}
