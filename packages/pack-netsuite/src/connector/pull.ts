import type { Failure, PullPage } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import type { Service } from './service.js'
import {
  isRowName,
  rowDocument,
  rowIds,
  STOCK_TABLES,
  type StockTable,
  tableQuery,
} from './stock-queries.js'
import { PAGE_ROWS, queryPage } from './suiteql.js'

type TableName = keyof typeof STOCK_TABLES

const ORDER = Object.keys(STOCK_TABLES) as TableName[]

/** Where a pull goes on: all of it stands in the cursor, so that any process can. */
interface Place {
  readonly table: TableName
  /** The last row of the page before. */
  readonly after?: readonly string[]
}

/** One page of locations, then of items that are kept in stock, then of quantities per item and location. */
export async function pullStock(
  service: Service,
  cursor: string | undefined,
): Promise<Result<PullPage, Failure>> {
  const place = placeOf(cursor)
  if (place === undefined) return err(NO_CURSOR)
  const { apiVersion, client } = service
  const table: StockTable = STOCK_TABLES[place.table]
  const page = await queryPage(client, { q: tableQuery(table, place) })
  return page.map(({ rows, asOf }) => {
    const next = nextOf(
      place,
      rows.length === PAGE_ROWS ? rowIds(rows.at(-1) ?? {}, table) : undefined,
    )
    return {
      documents: rows.map((row) => rowDocument(row, { table, asOf, apiVersion })),
      ...(next && { next: JSON.stringify(next) }),
      asOf,
    }
  })
}

const NO_CURSOR: Failure = { kind: 'handler.bug', message: 'the cursor is none that a page gave' }

function nextOf({ table }: Place, last: readonly string[] | undefined): Place | undefined {
  if (last) return { table, after: last }
  const following = ORDER[ORDER.indexOf(table) + 1]
  return following && { table: following }
}

function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return { table: 'locations' }
  try {
    const place = JSON.parse(cursor) as Place
    if (!Object.hasOwn(STOCK_TABLES, place.table)) return undefined
    const isSound = !place.after || isRowName(place.after, STOCK_TABLES[place.table])
    return isSound ? place : undefined
  } catch {
    return undefined
  }
}
