import type { Ref } from '@canonry/model'
import type { Failure, WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { Service } from './service.js'
import { isRowName, rowDocument, STOCK_TABLES, tableQuery } from './stock-queries.js'
import type { StockTable } from './stock-table.js'
import { queryPage } from './suiteql.js'

const TABLES: Readonly<Record<string, StockTable>> = {
  location: STOCK_TABLES.locations,
  item: STOCK_TABLES.items,
  itemLocation: STOCK_TABLES.quantities,
  transactionLine: STOCK_TABLES.moves,
}

// a condition per row: far below what a query may be long
const BATCH = 100

/**
 * Reads locations, items, quantities and lines that moved stock by their refs; what is not there, or no
 * such ref, is left out.
 */
export async function readRows(
  { client, apiVersion, profile: { zone } }: Service,
  refs: readonly Ref[],
): Promise<Result<readonly WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  for (const [kind, table] of Object.entries(TABLES)) {
    if (table.zoned && zone === undefined) continue
    const names = refs.filter((ref) => ref.kind === kind).map(({ id }) => id.split(':'))
    const sound = names.filter((ids) => isRowName(ids, table))
    for (let start = 0; start < sound.length; start += BATCH) {
      const among = sound.slice(start, start + BATCH)
      const page = await queryPage(client, { q: tableQuery(table, { among }) })
      if (page.isErr()) return err(page.error)
      const { rows, asOf } = page.value
      documents.push(...rows.map((row) => rowDocument(row, { table, asOf, apiVersion, zone })))
    }
  }
  return ok(documents)
}
