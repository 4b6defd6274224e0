import {
  createTableReader,
  type GroupFailure,
  type Grouping,
  groupRows,
  type ReadRow,
  type TableFailure,
  type TableFormat,
  type TableRow,
} from '@canonry/mapping'
import type { FileFormat, FileReader, FileRecord } from './file-format.js'

/** A table whose rows are documents, or whose rows form documents where they are grouped. */
export interface TableFile extends TableFormat {
  /**
   * Rows of one group stand together: one document a group, its rows under `rows`. Where they do not,
   * those that come later are a fault.
   */
  readonly group?: Grouping
}

/** A table with a header, such as `tableFile(csv)` or `tableFile({ ...tsv, group: { by: ['order-id'] } })`. */
export function tableFile({ group, ...format }: TableFile): FileFormat {
  return { open: () => openTable(format, group) }
}

function openTable(...[format, grouping]: [TableFormat, Grouping | undefined]): FileReader {
  const reader = createTableReader(format)
  const gather = grouping ? gatherGroups(grouping) : rowByRow()
  return {
    push: (piece) => reader.push(piece).flatMap((row) => gather.take(row)),
    end: () => [...reader.end().flatMap((row) => gather.take(row)), ...gather.end()],
  }
}

interface Gathering {
  take(row: ReadRow): readonly FileRecord[]
  end(): readonly FileRecord[]
}

function rowByRow(): Gathering {
  return {
    take: (row) => [row.match(({ line, cells }) => documentOf(line, cells), toFault)],
    end: () => [],
  }
}

/** Rows of one group, and the line of a row that may have been of it and could not be read. */
interface Group {
  readonly key: string
  readonly rows: TableRow[]
  doubt?: number
  /** Other rows of it have come before, and other groups in between. */
  readonly isTorn: boolean
}

/** How many groups are remembered, so that one that comes again is known. */
const REMEMBERED = 65_536

function gatherGroups(grouping: Grouping): Gathering {
  let group: Group = { key: '', rows: [], isTorn: false }
  const ended = new Set<string>()
  /** The row before this one could not be read, so nobody knows whose it was. */
  let unread: number | undefined

  function begin(key: string): readonly FileRecord[] {
    const finished = group
    remember(ended, finished.key)
    const isTorn = ended.has(key)
    group = { key, rows: [], isTorn, ...(unread !== undefined && { doubt: unread }) }
    return finishGroup(finished, grouping)
  }

  return {
    take: (row) =>
      row.match(
        (next) => {
          const key = JSON.stringify(grouping.by.map((column) => next.cells[column]))
          const done = key === group.key ? [] : begin(key)
          group.rows.push(next)
          unread = undefined
          return done
        },
        (failure) => {
          unread = lineOf(failure)
          group.doubt = unread
          return [toFault(failure)]
        },
      ),
    end: () => finishGroup(group, grouping),
  }
}

function remember(ended: Set<string>, key: string): void {
  ended.add(key)
  if (ended.size <= REMEMBERED) return
  for (const oldest of ended) {
    ended.delete(oldest)
    return
  }
}

// a group that lacks a row would be taken for whole: an order without one of its lines
function finishGroup(group: Group, grouping: Grouping): readonly FileRecord[] {
  const { rows } = group
  const [first] = rows
  const message = whatIsMissing(group, grouping)
  if (first === undefined || message === undefined) return groupOf(rows, grouping)
  return [{ kind: 'fault', line: first.line, message }]
}

function whatIsMissing({ doubt, isTorn }: Group, { by }: Grouping): string | undefined {
  if (doubt !== undefined) {
    return `the row on line ${doubt} could not be read and may be of this group, which is left out: correct it`
  }
  if (!isTorn) return undefined
  return `rows of this group stand further up, and were taken without these: sort the file by ${by.join(', ')}`
}

function groupOf(rows: readonly TableRow[], grouping: Grouping): readonly FileRecord[] {
  return groupRows(rows, grouping).match(
    (groups) => groups.map(({ line, document }) => documentOf(line, document)),
    (failures) => failures.map(toGroupFault),
  )
}

function documentOf(line: number, wire: object): FileRecord {
  return { kind: 'record', line, text: JSON.stringify(wire), wire }
}

function lineOf(failure: TableFailure): number {
  return 'line' in failure ? failure.line : 1
}

function toFault(failure: TableFailure): FileRecord {
  const line = lineOf(failure)
  if (failure.kind !== 'ragged-row') return { kind: 'fault', line, message: failure.kind }
  const message = `ragged-row: ${failure.found} cells where the header has ${failure.expected}`
  return { kind: 'fault', line, message }
}

function toGroupFault({ line, ...failure }: GroupFailure): FileRecord {
  const message = 'column' in failure ? `${failure.kind}: ${failure.column}` : failure.kind
  return { kind: 'fault', line, message }
}
