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
  /** Rows of one group stand together: one document a group, its rows under `rows`. */
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

function gatherGroups(grouping: Grouping): Gathering {
  let rows: TableRow[] = []
  let key = ''
  const finish = (): readonly FileRecord[] => {
    const finished = rows
    rows = []
    return groupOf(finished, grouping)
  }
  return {
    take: (row) =>
      row.match(
        (next) => {
          const nextKey = JSON.stringify(grouping.by.map((column) => next.cells[column]))
          const done = nextKey === key ? [] : finish()
          key = nextKey
          rows.push(next)
          return done
        },
        (failure) => [toFault(failure)],
      ),
    end: finish,
  }
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

function toFault(failure: TableFailure): FileRecord {
  const line = 'line' in failure ? failure.line : 1
  if (failure.kind !== 'ragged-row') return { kind: 'fault', line, message: failure.kind }
  const message = `ragged-row: ${failure.found} cells where the header has ${failure.expected}`
  return { kind: 'fault', line, message }
}

function toGroupFault({ line, ...failure }: GroupFailure): FileRecord {
  const message = 'column' in failure ? `${failure.kind}: ${failure.column}` : failure.kind
  return { kind: 'fault', line, message }
}
