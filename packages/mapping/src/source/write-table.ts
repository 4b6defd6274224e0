import { err, ok, type Result } from 'neverthrow'
import { needsQuotes } from './read-table.js'
import type { TableForm, TableRow } from './table-form.js'

/** A row to be written: its cells, and how they were written if they were read. */
export type WritableRow = Pick<TableRow, 'cells' | 'quoted' | 'ending'>

/** Why a row cannot be written. Rows are counted from 0. */
export type UnwritableRow =
  /** The table has no such column. */
  | { readonly kind: 'unknown-column'; readonly row: number; readonly column: string }
  /** A separator or a new line in a cell of a table without quotes. */
  | { readonly kind: 'unwritable-cell'; readonly row: number; readonly column: string }

/**
 * Writes a table.
 *
 * A table that was read comes back with the same characters, less its blank lines. Otherwise cells
 * stand in quotes only where they must, and every line ends as the form says, the last one too.
 */
export function writeTable(
  form: TableForm,
  rows: Iterable<WritableRow>,
): Result<string, UnwritableRow> {
  const { columns, quoted, ending, mark } = form
  const names = Object.fromEntries(columns.map((column) => [column, column]))
  const header = {
    cells: names,
    ...(quoted && { quoted }),
    ...(ending !== undefined && { ending }),
  }
  const lines = [lineOf(header, form)]
  for (const row of rows) {
    const problem = problemOf(row, form)
    if (problem !== undefined) return err({ ...problem, row: lines.length - 1 })
    lines.push(lineOf(row, form))
  }
  return ok(`${mark ? '\ufeff' : ''}${lines.join('')}`)
}

function lineOf({ cells, quoted, ending }: WritableRow, form: TableForm): string {
  const { columns, separator, quotes, newline } = form
  const written = columns.map((column) => {
    const text = Object.hasOwn(cells, column) ? (cells[column] as string) : ''
    if (!quotes) return text
    const isQuoted = quoted?.includes(column) || needsQuotes(text, separator)
    return isQuoted ? `"${text.replaceAll('"', '""')}"` : text
  })
  return written.join(separator) + (ending ?? newline)
}

function problemOf({ cells }: WritableRow, { columns, separator, quotes }: TableForm) {
  for (const [column, text] of Object.entries(cells)) {
    if (!columns.includes(column)) return { kind: 'unknown-column', column } as const
    const isLost = !quotes && (text.includes(separator) || /[\r\n]/.test(text))
    if (isLost) return { kind: 'unwritable-cell', column } as const
  }
  return undefined
}
