import { err, ok, type Result } from 'neverthrow'
import { isJsonObject } from '../wire/json.js'
import { type Cells, type Grouping, hasHeading, pick, saidOnce } from './group-rows.js'

/** Why a document cannot be written as rows. Documents are counted from 0. */
export type UngroupFailure =
  /** Something other than text in a column, or than a list of documents under `rows`. */
  | { readonly kind: 'not-text'; readonly document: number; readonly column: string }
  /** A column that the group says once, in a row; or one of a row, in the group. */
  | { readonly kind: 'misplaced'; readonly document: number; readonly column: string }
  /** No row would say anything of this group. */
  | { readonly kind: 'no-rows'; readonly document: number }

/**
 * Writes the documents of {@link groupRows} as rows again, group after group.
 *
 * Equal to what was read where the rows of each group stood together.
 */
export function ungroupRows(
  documents: Iterable<unknown>,
  grouping: Grouping,
): Result<readonly { readonly cells: Cells }[], UngroupFailure> {
  const written: { readonly cells: Cells }[] = []
  let document = 0
  for (const value of documents) {
    const rows = rowsOf(value, grouping)
    if ('kind' in rows) return err({ ...rows, document })
    for (const cells of rows.list) written.push({ cells })
    document += 1
  }
  return ok(written)
}

type Problem =
  | { readonly kind: 'not-text' | 'misplaced'; readonly column: string }
  | { readonly kind: 'no-rows' }
type Written = { readonly list: readonly Cells[] } | Problem

function rowsOf(document: unknown, grouping: Grouping): Written {
  if (!isJsonObject(document)) return { kind: 'not-text', column: '' }
  const { rows = [], ...columns } = document
  if (!Array.isArray(rows)) return { kind: 'not-text', column: 'rows' }
  const once = cellsOf(columns, (column) => saidOnce(grouping, column))
  if ('kind' in once) return once
  const repeated = pick(once.cells, (column) => !grouping.heading?.includes(column))
  const list: Cells[] = hasHeading(grouping) ? [once.cells] : []
  for (const row of rows) {
    const own = cellsOf(row, (column) => !saidOnce(grouping, column))
    if ('kind' in own) return own
    list.push({ ...repeated, ...own.cells })
  }
  return list.length === 0 ? { kind: 'no-rows' } : { list }
}

function cellsOf(
  values: unknown,
  belongs: (column: string) => boolean,
): { readonly cells: Cells } | Problem {
  if (!isJsonObject(values)) return { kind: 'not-text', column: 'rows' }
  const said = Object.entries(values).filter(([, text]) => text !== undefined)
  for (const [column, text] of said) {
    if (typeof text !== 'string') return { kind: 'not-text', column }
    if (!belongs(column)) return { kind: 'misplaced', column }
  }
  return { cells: Object.fromEntries(said) as Cells }
}
