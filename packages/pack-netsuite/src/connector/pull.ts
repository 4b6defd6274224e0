import type { Failure, PullPage } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { JsonObject } from '../wire/json-object.js'
import { pageOfRows } from './page-of-rows.js'
import type { Service } from './service.js'
import { isRowName, STOCK_TABLES, tableQuery } from './stock-queries.js'
import type { StockTable } from './stock-table.js'
import { PAGE_ROWS, type QueryPage, queryPage } from './suiteql.js'

type TableName = keyof typeof STOCK_TABLES

const ORDER = Object.keys(STOCK_TABLES) as TableName[]

/** Where a pull goes on: all of it stands in the cursor, so that any process can. */
interface Place {
  readonly table: TableName
  /** The last row of the page before. */
  readonly after?: readonly string[]
  /** What moved before is left out, epoch milliseconds. */
  readonly since?: number
  /** What changed is asked for, and not all that there is. */
  readonly isPartial?: true
}

/** Which page is asked for. */
export interface WantedPage {
  readonly cursor: string | undefined
  /** What changed at or after it is asked for, and not all that there is. */
  readonly since: number | undefined
  /** What moved before is left out in any case. */
  readonly from?: number | undefined
}

/**
 * One page of locations, then of items that are kept in stock, then of quantities per item and
 * location, then of lines that moved stock, then of what was deleted.
 *
 * With `since` only lines whose transaction changed at or after it, and what was deleted since; the
 * other tables come whole, because nothing tells when a quantity changed, and an item that was left out
 * would never be heard of.
 */
export async function pullStock(
  service: Service,
  wanted: WantedPage,
): Promise<Result<PullPage, Failure>> {
  const place = placeOf(wanted)
  if (place === undefined) return err(NO_CURSOR)
  const { apiVersion, client, profile } = service
  const table: StockTable = STOCK_TABLES[place.table]
  const page = await queryPage(client, { q: tableQuery(table, place) })
  const told = page.orElse((failure) => withoutRight(table, { failure, asOf: client.now() }))
  return told.map(({ rows, asOf }) => {
    const isFull = rows.length === PAGE_ROWS
    const { isPartial = false } = place
    const context = { table, isFull, isPartial, asOf, apiVersion, zone: profile.zone }
    const { last, ...brought } = pageOfRows(rows, context)
    const next = nextOf(place, { service, last: isFull ? last : undefined })
    return { ...brought, ...(next && { next: JSON.stringify(next) }), asOf }
  })
}

const NO_CURSOR: Failure = { kind: 'handler.bug', message: 'the cursor is none that a page gave' }

type Rows = Pick<QueryPage, 'asOf'> & { readonly rows: readonly JsonObject[] }

/** What was deleted is told to a role that may know it; for any other there is no such table. */
function withoutRight(
  { isHint }: StockTable,
  { failure, asOf }: { readonly failure: Failure; readonly asOf: number },
): Result<Rows, Failure> {
  return isHint && failure.kind === 'contract.invalid' ? ok({ rows: [], asOf }) : err(failure)
}

function nextOf(
  { table, after: _, ...bounds }: Place,
  { service, last }: { readonly service: Service; readonly last: readonly string[] | undefined },
): Place | undefined {
  if (last) return { ...bounds, table, after: last }
  const following = ORDER[ORDER.indexOf(table) + 1]
  if (!following || !isRead(following, service)) return undefined
  // a pull of everything finds by itself what is there no more
  if ((STOCK_TABLES[following] as StockTable).isHint && !bounds.isPartial) return undefined
  return { ...bounds, table: following }
}

/** Whether a table is read at all: moments need the zone that they are told in. */
function isRead(name: TableName, { profile }: Service): boolean {
  const table: StockTable = STOCK_TABLES[name]
  return !table.zoned || profile.zone !== undefined
}

function placeOf({ cursor, since, from }: WantedPage): Place | undefined {
  if (cursor === undefined) return firstPlace(since, from)
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

function firstPlace(since: number | undefined, from: number | undefined): Place {
  const bounds = [since, from].flatMap((bound) => bound ?? [])
  return {
    table: 'locations',
    ...(bounds.length > 0 && { since: Math.max(...bounds) }),
    ...(since !== undefined && { isPartial: true }),
  }
}
