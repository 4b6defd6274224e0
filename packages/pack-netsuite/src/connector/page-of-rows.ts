import type { Family, PullPage } from '@canonry/pack'
import type { JsonObject } from '../wire/json-object.js'
import { isRowName, type RowContext, rowDocument, rowIds } from './stock-queries.js'
import type { StockTable } from './stock-table.js'

/** What a page of rows brings, and the row behind which the next page begins. */
export type BroughtRows = Pick<PullPage, 'documents' | 'complete'> & {
  readonly last: readonly string[]
}

interface Paging extends RowContext {
  /** There may be more rows. */
  readonly isFull: boolean
  readonly isPartial: boolean
}

/**
 * The rows of a page as documents, and the families that it brings whole.
 *
 * A family that the end of the page cuts through is left to the next page, unless it fills the whole
 * page; a row that names a family alone stands for one that has nothing left.
 */
export function pageOfRows(rows: readonly JsonObject[], paging: Paging): BroughtRows {
  const { table, isFull, isPartial } = paging
  const { family, isHint } = table
  const isOfFamilies = isPartial && family !== undefined
  const kept = isFull && isOfFamilies && !isHint ? withoutCut(rows, family) : rows
  const last = rowIds(kept.at(-1) ?? {}, table)
  const shown = isHint ? [] : kept.filter((row) => isRowName(rowIds(row, table), table))
  return {
    documents: shown.map((row) => rowDocument(row, paging)),
    ...(isOfFamilies && { complete: familiesIn(kept, { table, family }) }),
    // the name of a line that is not there would lead nowhere
    last: last.map((id) => (id === '' ? '0' : id)),
  }
}

function withoutCut(rows: readonly JsonObject[], family: string): readonly JsonObject[] {
  const cut = rows.at(-1)?.[family]
  const whole = rows.filter((row) => row[family] !== cut)
  return whole.length === 0 ? rows : whole
}

function familiesIn(
  rows: readonly JsonObject[],
  { table, family }: { readonly table: StockTable; readonly family: string },
): Family[] {
  const names = new Set(rows.map((row) => String(row[family] ?? '')))
  const { resource } = table
  return [...names].flatMap((name) =>
    isRowName([name], { ...table, key: table.key.slice(0, 1) })
      ? [{ resource, begins: `${name}:` }]
      : [],
  )
}
