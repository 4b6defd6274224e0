import type { Ending, TableFormat } from './table-form.js'

/** One cell as it is written. */
export interface Cell {
  readonly text: string
  readonly quoted: boolean
}

/** One record of a text, and where it ends. */
export interface CutRecord {
  readonly cells: readonly Cell[]
  readonly ending: Ending
  /** Where the next record begins. */
  readonly to: number
  /** How many lines of text it takes. */
  readonly lines: number
  readonly problem?: Problem
}

/** Where to look: from where on, whether the text ends here, and how it is written. */
export interface Look {
  readonly from: number
  readonly isLast: boolean
  readonly format: TableFormat
}

interface Cursor {
  readonly text: string
  readonly isLast: boolean
  readonly format: TableFormat
  readonly cells: Cell[]
  at: number
}

type Problem = 'stray-quote' | 'unclosed-quote'
type Step = 'next' | 'last' | 'more' | Problem

/** The record that begins at a place; `undefined` where its end has not come yet. */
export function cutRecord(text: string, { from, isLast, format }: Look): CutRecord | undefined {
  const cursor: Cursor = { text, isLast, format, cells: [], at: from }
  let step: Step = 'next'
  while (step === 'next') step = takeNext(cursor)
  const end = step === 'more' ? undefined : endOfLine(cursor)
  if (end === undefined) return undefined
  const to = end.at + end.ending.length
  const record = { cells: cursor.cells, ending: end.ending, to, lines: linesIn(text, { from, to }) }
  return step === 'stray-quote' || step === 'unclosed-quote' ? { ...record, problem: step } : record
}

/** Takes the next cell, or all that are left of a line without quotes. */
function takeNext(cursor: Cursor): Step {
  const end = endOfLine(cursor)
  if (end === undefined) return 'more'
  const { text, cells, format } = cursor
  const line = text.slice(cursor.at, end.at)
  if (format.quotes && line.includes('"')) {
    return line.startsWith('"') ? takeQuoted(cursor) : takePlain(cursor, line)
  }
  for (const cell of line.split(format.separator)) cells.push({ text: cell, quoted: false })
  cursor.at = end.at
  return 'last'
}

function takePlain(cursor: Cursor, line: string): Step {
  const [cell = ''] = line.split(cursor.format.separator, 1)
  if (cell.includes('"')) return 'stray-quote'
  cursor.cells.push({ text: cell, quoted: false })
  // the line has a quote behind this cell, so it has a separator
  cursor.at += cell.length + 1
  return 'next'
}

function takeQuoted(cursor: Cursor): Step {
  const { text, at, cells, isLast, format } = cursor
  const close = closingQuote(text, at)
  const isOpen = close < 0
  // the next character may be a second quote, which would make it one of the cell's
  if (!isLast && (isOpen || close === text.length - 1)) return 'more'
  cursor.at = isOpen ? text.length : close + 1
  if (isOpen) return 'unclosed-quote'
  cells.push({ text: text.slice(at + 1, close).replaceAll('""', '"'), quoted: true })
  return text.startsWith(format.separator, cursor.at) ? skip(cursor) : afterLast(cursor)
}

function skip(cursor: Cursor): Step {
  cursor.at += 1
  return 'next'
}

function afterLast({ text, at, isLast }: Cursor): Step {
  if (at === text.length || text.startsWith('\n', at) || text.startsWith('\r\n', at)) return 'last'
  const mayEnd = text.charCodeAt(at) === 13 && at === text.length - 1
  return mayEnd && !isLast ? 'more' : 'stray-quote'
}

function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1)
  while (close >= 0 && text.charCodeAt(close + 1) === 34) close = text.indexOf('"', close + 2)
  return close
}

interface LineEnd {
  readonly at: number
  readonly ending: Ending
}

function endOfLine({ text, at, isLast }: Cursor): LineEnd | undefined {
  const newline = text.indexOf('\n', at)
  if (newline < 0) return isLast ? { at: text.length, ending: '' } : undefined
  const isPair = newline > at && text.charCodeAt(newline - 1) === 13
  return isPair ? { at: newline - 1, ending: '\r\n' } : { at: newline, ending: '\n' }
}

function linesIn(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  let lines = 1
  for (let at = text.indexOf('\n', from); at >= 0 && at < to - 1; at = text.indexOf('\n', at + 1)) {
    lines += 1
  }
  return lines
}
