import {
  type FileFormat,
  type FileReader,
  type FileRecord,
  LARGEST_FILE_RECORD,
  recordOf,
  TOO_LARGE,
} from './file-format.js'

/** One JSON document a line, as bulk results have it; lines without any text are skipped. */
export const ndjson: FileFormat = { open: openLines }

interface Lines {
  line: number
  text: string
  /** The line is too large: the rest of it is passed over. */
  isDropped: boolean
}

function openLines(): FileReader {
  const state: Lines = { line: 1, text: '', isDropped: false }
  return {
    push: (piece) => {
      const [first = '', ...others] = piece.split('\n')
      const records: FileRecord[] = []
      extend(state, first)
      for (const next of others) {
        records.push(...finish(state))
        extend(state, next)
      }
      return records
    },
    end: () => finish(state),
  }
}

function extend(state: Lines, piece: string): void {
  if (state.isDropped || state.text.length + piece.length > LARGEST_FILE_RECORD) {
    state.isDropped = true
    state.text = ''
  } else {
    state.text += piece
  }
}

function finish(state: Lines): readonly FileRecord[] {
  const { line, text, isDropped } = state
  state.line += 1
  state.text = ''
  state.isDropped = false
  if (isDropped) return [{ kind: 'fault', line, message: TOO_LARGE }]
  const document = (line === 1 ? text.replace(/^\ufeff/, '') : text).trim()
  return document === '' ? [] : [recordOf(document, line)]
}
