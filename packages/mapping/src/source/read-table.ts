import { err, ok, type Result } from 'neverthrow'
import { setOwn } from '../wire/json.js'
import type { Cell } from './cut-record.js'
import { createRecordSplitter, type RawRecord, type Split } from './split-records.js'
import type { TableFailure, TableForm, TableFormat, TableRow } from './table-form.js'

/** A row, or what is wrong with it. */
export type ReadRow = Result<TableRow, TableFailure>

/** A table whose header has been read. */
export interface Table {
  readonly form: TableForm
  /**
   * The rows in order, read as they are asked for, and once.
   *
   * A row that cannot be read is a failure of its own; those after it still come, except after
   * `unclosed-quote` and `too-large`.
   */
  readonly rows: Iterable<ReadRow>
}

/** Reads a table whose text comes in pieces, as from a stream. */
export interface TableReader {
  /** How the table is written; `undefined` until its header was read. */
  form(): TableForm | undefined
  /**
   * The rows that have become complete. A piece need not end where a record does; a record that
   * comes in many small pieces may be told with a later one.
   */
  push(piece: string): readonly ReadRow[]
  /** The rows that the end of the text completes. */
  end(): readonly ReadRow[]
}

const BYTE_ORDER_MARK = '\ufeff'
const PIECE = 65_536

/**
 * Reads a table: its header at once, its rows as they are asked for.
 *
 * Rows become documents `{ column: text }`; cells without text are left out. Lines without any text
 * are skipped, unless there is only one column. Which characters the bytes stand for is the
 * caller's to know.
 */
export function readTable(
  source: string | Iterable<string>,
  format: TableFormat,
): Result<Table, TableFailure> {
  const reader = createTableReader(format)
  const rows = rowsOf(reader, typeof source === 'string' ? piecesOf(source) : source)
  // the first row that comes is behind the header, or says what is wrong with it
  const first = rows.next()
  const form = reader.form()
  if (form !== undefined) return ok({ form, rows: resumed(first, rows) })
  return first.done
    ? err({ kind: 'no-header' })
    : first.value.andThen(() => err<Table, TableFailure>({ kind: 'no-header' }))
}

/** Starts to read a table from pieces of its text. */
export function createTableReader(format: TableFormat): TableReader {
  const splitter = createRecordSplitter(format)
  const state: State = { format, form: undefined, mark: undefined, isOver: false }
  return {
    form: () => state.form,
    push: (piece) => {
      if (piece === '') return []
      const isMarked = state.mark === undefined && piece.startsWith(BYTE_ORDER_MARK)
      state.mark ??= isMarked
      return rowsIn(state, splitter.push(isMarked ? piece.slice(1) : piece))
    },
    end: () => rowsIn(state, splitter.end()),
  }
}

interface State {
  readonly format: TableFormat
  form: TableForm | undefined
  mark: boolean | undefined
  isOver: boolean
}

function rowsIn(state: State, splits: readonly Split[]): ReadRow[] {
  const rows: ReadRow[] = []
  for (const split of splits) {
    if (state.isOver) break
    const row = state.form === undefined ? readHeader(state, split) : rowOf(split, state.form)
    if (row !== undefined) rows.push(row)
  }
  return rows
}

function readHeader(state: State, split: Split): ReadRow | undefined {
  return headerOf(split, state).match(
    (form) => {
      state.form = form
      return undefined
    },
    (failure) => {
      state.isOver = true
      return err(failure)
    },
  )
}

function headerOf(split: Split, { format, mark }: State): Result<TableForm, TableFailure> {
  if ('kind' in split) return err(split)
  const { line, cells, ending } = split
  const columns = cells.map(({ text }) => text)
  const known = new Set<string>()
  const twice = columns.find((column) => known.size === known.add(column).size)
  if (twice !== undefined) return err({ kind: 'duplicate-column', line, column: twice })
  const quoted = needlesslyQuoted(cells, { ...format, columns })
  return ok({
    ...format,
    columns,
    newline: ending === '\n' ? '\n' : '\r\n',
    ...(mark ? { mark } : {}),
    ...(quoted.length === 0 ? {} : { quoted }),
    ...(ending === '' ? { ending } : {}),
  })
}

function rowOf(split: Split, form: TableForm): ReadRow | undefined {
  if ('kind' in split) return err(split)
  const { line, cells, ending } = split
  const expected = form.columns.length
  if (expected > 1 && isBlank(split)) return undefined
  const found = cells.length
  if (found !== expected) return err({ kind: 'ragged-row', line, expected, found })
  const quoted = needlesslyQuoted(cells, form)
  return ok({
    line,
    cells: filled(cells, form.columns),
    ...(quoted.length === 0 ? {} : { quoted }),
    ...(ending === form.newline ? {} : { ending }),
  })
}

function isBlank({ cells }: RawRecord): boolean {
  return cells.length === 1 && cells[0]?.text === '' && !cells[0].quoted
}

function filled(cells: readonly Cell[], columns: readonly string[]): Record<string, string> {
  const row = {}
  for (let index = 0; index < columns.length; index += 1) {
    const text = cells[index]?.text
    if (text) setOwn(row, columns[index] as string, text)
  }
  return row
}

function needlesslyQuoted(
  cells: readonly Cell[],
  { columns, separator }: Pick<TableForm, 'columns' | 'separator'>,
): string[] {
  if (!cells.some(({ quoted }) => quoted)) return []
  return columns.filter((_, index) => {
    const cell = cells[index]
    return cell?.quoted === true && !needsQuotes(cell.text, separator)
  })
}

/** Whether a cell can only stand in quotes. */
export function needsQuotes(text: string, separator: string): boolean {
  return /["\r\n]/.test(text) || text.includes(separator)
}

// so that the rows of a long text are made as they are asked for
function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE)
}

function* rowsOf(reader: TableReader, pieces: Iterable<string>): Generator<ReadRow> {
  for (const piece of pieces) yield* reader.push(piece)
  yield* reader.end()
}

function* resumed(
  first: IteratorResult<ReadRow, unknown>,
  rows: Iterable<ReadRow>,
): Generator<ReadRow> {
  if (first.done) return
  yield first.value
  yield* rows
}
