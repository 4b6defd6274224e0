import {
  type FileFormat,
  type FileReader,
  type FileRecord,
  LARGEST_FILE_RECORD,
  recordOf,
  TOO_LARGE,
} from './file-format.js'

/** One JSON array whose elements are the documents. */
export const jsonArray: FileFormat = { open: openArray }

interface Elements {
  line: number
  place: 'before' | 'inside' | 'behind'
  /** How deep in the element under way; 0 between elements. */
  depth: number
  isInString: boolean
  isEscaped: boolean
  /** The element under way, and the line on which it begins. */
  text: string
  from: number
  isDropped: boolean
  /** What stands where nothing may stand was told of. */
  isTold: boolean
}

const NO_ARRAY = 'the file is no JSON array: give the format that it has'
const BEHIND =
  'there is more behind the end of the array, which is not read: put all records into one array'
const UNCLOSED = 'the array does not end: the file is cut off'

function openArray(): FileReader {
  const state: Elements = {
    line: 1,
    place: 'before',
    depth: 0,
    isInString: false,
    isEscaped: false,
    text: '',
    from: 1,
    isDropped: false,
    isTold: false,
  }
  return {
    push: (piece) => [...recordsIn(state, piece)],
    end: () => {
      if (state.place === 'behind') return []
      const message = state.place === 'before' ? NO_ARRAY : UNCLOSED
      return [{ kind: 'fault', line: state.line, message }]
    },
  }
}

function* recordsIn(state: Elements, piece: string): Generator<FileRecord> {
  let start = 0
  if (state.place === 'before') {
    start = begin(state, piece)
    if (isOver(state)) {
      state.isTold = true
      yield { kind: 'fault', line: state.line, message: NO_ARRAY }
    }
  }
  while (state.place === 'inside') {
    const end = endOfElement(state, piece, start)
    keep(state, piece.slice(start, end))
    if (end === piece.length) return
    yield* finish(state)
    if (piece[end] === ']') state.place = 'behind'
    start = end + 1
  }
  yield* tellOfMore(state, piece.slice(start))
}

function* tellOfMore(state: Elements, rest: string): Generator<FileRecord> {
  if (state.isTold || !isOver(state)) return
  const blank = /^[\s\ufeff]*/.exec(rest)?.[0] ?? ''
  state.line += linesIn(blank)
  if (blank.length === rest.length) return
  state.isTold = true
  yield { kind: 'fault', line: state.line, message: BEHIND }
}

/** Looks for the array's beginning; answers where its first element may begin. */
function begin(state: Elements, piece: string): number {
  const before = /^[\s\ufeff]*/.exec(piece)?.[0] ?? ''
  state.line += linesIn(before)
  const character = piece[before.length]
  if (character !== undefined) state.place = character === '[' ? 'inside' : 'behind'
  return before.length + 1
}

function isOver({ place }: Elements): boolean {
  return place === 'behind'
}

/** Where the element under way ends, or the piece does. */
function endOfElement(...[state, piece, start]: [Elements, string, number]): number {
  for (let at = start; at < piece.length; at++) {
    const character = piece[at] as string
    if (character === '\n') state.line++
    if (state.isInString) passString(state, character)
    else if (state.depth === 0 && (character === ',' || character === ']')) return at
    else step(state, character)
  }
  return piece.length
}

function passString(state: Elements, character: string): void {
  if (state.isEscaped) state.isEscaped = false
  else if (character === '\\') state.isEscaped = true
  else if (character === '"') state.isInString = false
}

function step(state: Elements, character: string): void {
  if (character === '"') state.isInString = true
  else if (character === '[' || character === '{') state.depth++
  else if (character === ']' || character === '}') state.depth--
}

function keep(state: Elements, piece: string): void {
  if (state.text === '') state.from = state.line - linesIn(piece.trimStart())
  if (state.isDropped || state.text.length + piece.length > LARGEST_FILE_RECORD) {
    state.isDropped = true
    state.text = ''
  } else {
    state.text += state.text === '' ? piece.trimStart() : piece
  }
}

function* finish(state: Elements): Generator<FileRecord> {
  const { text, from, isDropped } = state
  state.text = ''
  state.isDropped = false
  if (isDropped) yield { kind: 'fault', line: from, message: TOO_LARGE }
  else if (text.trim() !== '') yield recordOf(text.trim(), from)
}

function linesIn(text: string): number {
  return text.split('\n').length - 1
}
