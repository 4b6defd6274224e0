import { type Cell, type CutRecord, cutRecord } from './cut-record.js'
import { type Ending, LARGEST_RECORD, type TableFailure, type TableFormat } from './table-form.js'

/** One record as it is written. */
export interface RawRecord {
  readonly line: number
  readonly cells: readonly Cell[]
  readonly ending: Ending
}

/** A record, or what is wrong with it. */
export type Split = RawRecord | Extract<TableFailure, { readonly line: number }>

/** Cuts text that comes in pieces of any size into records. */
export interface RecordSplitter {
  /** The records that have become complete; one in many small pieces may come with a later one. */
  push(piece: string): Split[]
  /** The record that the end of the text completes. */
  end(): Split[]
}

interface State {
  readonly format: TableFormat
  text: string
  line: number
  /** How much text there must be before another look at it is worth its while. */
  enough: number
  isOver: boolean
}

/** A splitter at the beginning of a text. After a record that is too large nothing more comes. */
export function createRecordSplitter(format: TableFormat): RecordSplitter {
  const state: State = { format, text: '', line: 1, enough: 0, isOver: false }
  return {
    push: (piece) => {
      if (!state.isOver) state.text += piece
      return state.text.length >= state.enough ? takeAll(state, false) : []
    },
    end: () => takeAll(state, true),
  }
}

function takeAll(state: State, isLast: boolean): Split[] {
  const found: Split[] = []
  let from = 0
  while (!state.isOver && from < state.text.length) {
    const cut = cutRecord(state.text, { from, isLast, format: state.format })
    const length = (cut?.to ?? state.text.length) - from
    if (length > LARGEST_RECORD) {
      found.push({ kind: 'too-large', line: state.line, limit: LARGEST_RECORD })
      state.isOver = true
    }
    if (cut === undefined || state.isOver) break
    found.push(splitOf(cut, state.line))
    state.line += cut.lines
    from = cut.to
  }
  state.text = state.isOver ? '' : state.text.slice(from)
  // a record in many small pieces is looked at each time it has doubled, not with every piece
  state.enough = Math.min(state.text.length * 2, LARGEST_RECORD)
  return found
}

function splitOf({ cells, ending, problem }: CutRecord, line: number): Split {
  return problem === undefined ? { line, cells, ending } : { kind: problem, line }
}
