import { z } from 'zod'
import { DATE_TOKENS, type DatePart, type DateToken, WEEKDAYS } from './date-tokens.js'

/** What a calendar and a clock show: `2026-11-24`, `10:15:00`, `.5` or nothing, an offset or none. */
export interface WallTime {
  readonly date: string
  readonly time: string
  readonly fraction: string
  readonly offset?: string
}

/** A way to write dates and times, read and printed exactly. */
export interface DatePattern {
  readonly hasTime: boolean
  readonly hasOffset: boolean
  /** The finest step that it writes, in milliseconds. */
  readonly step: 1 | 1000 | 60_000 | 86_400_000
  /** `undefined` for text of another form, and for days that the calendar does not have. */
  read(text: string): WallTime | undefined
  /** `undefined` where the pattern has no place for digits that are not zero. */
  print(wall: WallTime): string | undefined
}

type Piece = string | DateToken
type Parts = Partial<Record<DatePart, string>>

const LEXEME = /'((?:[^']|'')*)'|\[\.S\]|([A-Za-z])\2*|[^A-Za-z']/g
const LONGEST = 128

/**
 * Compiles a pattern: `dd.MM.yyyy HH:mm:ss 'UTC'`.
 *
 * Fields are `yyyy MMM MM M dd d EEE HH H mm ss xx XXX`, and `[.S]` for a fraction of a second with
 * its point, where there is one. Other letters stand in quotes. A pattern that has no whole date,
 * says something twice, or has letters that mean nothing is a bug and throws.
 */
export function compileDatePattern(pattern: string): DatePattern {
  const pieces = [...pattern.matchAll(LEXEME)].map(pieceOf)
  const tokens = pieces.filter((piece) => typeof piece === 'object')
  const parts = new Set(tokens.map(({ part }) => part))
  const isWhole = parts.has('year') && parts.has('month') && parts.has('day')
  if (!isWhole || parts.size < tokens.length) throw new Error(`${pattern} is no pattern of a date`)
  const form = new RegExp(`^${pieces.map(formOf).join('')}$`)
  return {
    hasTime: parts.has('hour'),
    hasOffset: parts.has('offset'),
    step: stepOf(parts),
    read: (text) => {
      const match = text.length <= LONGEST ? form.exec(text) : null
      return match === null ? undefined : wallOf(partsRead(tokens, match))
    },
    print: (wall) => printed(pieces, partsOf(wall)),
  }
}

function pieceOf([lexeme, quoted]: RegExpMatchArray): Piece {
  if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'")
  const token = Object.hasOwn(DATE_TOKENS, lexeme) ? DATE_TOKENS[lexeme] : undefined
  if (token === undefined && /[A-Za-z]/.test(lexeme)) throw new Error(`${lexeme} is no date field`)
  return token ?? lexeme
}

function formOf(piece: Piece): string {
  if (typeof piece === 'object') return `(${piece.form})`
  return piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

function stepOf(parts: ReadonlySet<DatePart>): DatePattern['step'] {
  if (parts.has('fraction')) return 1
  if (parts.has('second')) return 1000
  return parts.has('hour') ? 60_000 : 86_400_000
}

function partsRead(tokens: readonly DateToken[], match: RegExpExecArray): Parts {
  return Object.fromEntries(
    tokens.map(({ part, read }, index) => [part, read(match[index + 1] ?? '')]),
  )
}

function wallOf(parts: Parts): WallTime | undefined {
  const { year, month, day, hour = '00', minute = '00', second = '00', fraction = '' } = parts
  const date = `${year}-${month}-${day}`
  if (!z.regexes.date.test(date)) return undefined
  if (parts.weekday !== undefined && parts.weekday !== weekdayOf(date)) return undefined
  const { offset } = parts
  return {
    date,
    time: `${hour}:${minute}:${second}`,
    fraction,
    ...(offset === undefined ? {} : { offset }),
  }
}

function partsOf({ date, time, fraction, offset }: WallTime): Parts {
  return {
    year: date.slice(0, 4),
    month: date.slice(5, 7),
    day: date.slice(8),
    weekday: weekdayOf(date),
    hour: time.slice(0, 2),
    minute: time.slice(3, 5),
    second: time.slice(6),
    fraction,
    ...(offset === undefined ? {} : { offset }),
  }
}

function printed(pieces: readonly Piece[], parts: Parts): string | undefined {
  const written = new Set<DatePart>()
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'object') written.add(piece.part)
    text += typeof piece === 'object' ? piece.print(parts[piece.part] ?? '') : piece
  }
  const isLost = (['hour', 'minute', 'second', 'fraction'] as const).some(
    (part) => !written.has(part) && /[1-9]/.test(parts[part] ?? ''),
  )
  return isLost || text.length > LONGEST ? undefined : text
}

function weekdayOf(date: string): string {
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''
}
