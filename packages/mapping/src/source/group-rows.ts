import { err, ok, type Result } from 'neverthrow'
import type { TableRow } from './table-form.js'

/** How the rows of a table belong together. */
export interface Grouping {
  /** The columns that tell groups apart; every row fills them. */
  readonly by: readonly string[]
  /** Columns that say the same in every row of a group. */
  readonly shared?: readonly string[]
  /**
   * Columns that only the first row of a group fills, a row that has nothing else: the totals at
   * the head of a report.
   */
  readonly heading?: readonly string[]
}

/** What one row of a group says on its own: column → text. */
export type Cells = TableRow['cells']

/** What a group says once, by column, and under `rows` what each of its rows says. */
export type GroupDocument = Readonly<Record<string, string | readonly Cells[]>>

/** The rows of one group as a document, with the line on which the first of them begins. */
export interface RowGroup {
  readonly line: number
  readonly document: GroupDocument
}

/** Why rows do not form groups: the column, and the line of the row. Cells are never quoted. */
export type GroupFailure =
  /** A row without text in a column that tells groups apart. */
  | { readonly kind: 'no-key'; readonly column: string; readonly line: number }
  /** A shared column that says something else than in the first row, or a heading said again. */
  | { readonly kind: 'differs'; readonly column: string; readonly line: number }
  /** The first row of a group has no heading, or has more than that. */
  | { readonly kind: 'no-heading'; readonly line: number }

const ROWS = 'rows'

interface Group {
  readonly line: number
  readonly once: Cells
  readonly rows: Cells[]
}

/**
 * Brings together the rows that belong together: one document for each group, in the order in
 * which groups begin, and in each its rows in theirs.
 *
 * Rows of one group need not stand together. Every failure is told, not the first alone. A column
 * named `rows` that a group says once is a bug in the grouping and throws.
 */
export function groupRows(
  rows: Iterable<TableRow>,
  grouping: Grouping,
): Result<readonly RowGroup[], readonly GroupFailure[]> {
  if (saidOnce(grouping, ROWS)) throw new Error('a group keeps its rows under the name rows')
  const groups = new Map<string, Group>()
  const failures: GroupFailure[] = []
  for (const row of rows) {
    const empty = grouping.by.find((column) => textOf(row.cells, column) === undefined)
    if (empty !== undefined) {
      failures.push({ kind: 'no-key', column: empty, line: row.line })
      continue
    }
    const key = JSON.stringify(grouping.by.map((column) => textOf(row.cells, column)))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, begin(row, { grouping, failures }))
    else join(group, { row, grouping, failures })
  }
  return failures.length === 0 ? ok([...groups.values()].map(closed)) : err(failures)
}

interface Task {
  readonly grouping: Grouping
  readonly failures: GroupFailure[]
}

function begin({ line, cells }: TableRow, { grouping, failures }: Task): Group {
  const once = pick(cells, (column) => saidOnce(grouping, column))
  const own = pick(cells, (column) => !saidOnce(grouping, column))
  if (!hasHeading(grouping)) return { line, once, rows: [own] }
  const isHeading = grouping.heading?.some((column) => textOf(cells, column) !== undefined)
  if (!isHeading || Object.keys(own).length > 0) failures.push({ kind: 'no-heading', line })
  return { line, once, rows: [] }
}

function join(group: Group, { row, grouping, failures }: Task & { readonly row: TableRow }): void {
  const { line, cells } = row
  const { shared = [], heading = [] } = grouping
  for (const column of [...shared, ...heading]) {
    const expected = heading.includes(column) ? undefined : textOf(group.once, column)
    if (textOf(cells, column) !== expected) failures.push({ kind: 'differs', column, line })
  }
  group.rows.push(pick(cells, (column) => !saidOnce(grouping, column)))
}

function closed({ line, once, rows }: Group): RowGroup {
  return { line, document: { ...once, rows } }
}

/** Whether the first row of a group is its heading and nothing else. */
export function hasHeading({ heading = [] }: Grouping): boolean {
  return heading.length > 0
}

/** Whether a group says a column once, and not each of its rows. */
export function saidOnce({ by, shared, heading }: Grouping, column: string): boolean {
  return (
    by.includes(column) || shared?.includes(column) === true || heading?.includes(column) === true
  )
}

/** The cells of some columns. */
export function pick(cells: Cells, isWanted: (column: string) => boolean): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([column]) => isWanted(column)))
}

function textOf(cells: Cells, column: string): string | undefined {
  return Object.hasOwn(cells, column) ? cells[column] : undefined
}
