import { err, ok, type Result } from 'neverthrow'
import { setOwn } from './json.js'
import { endOfString } from './scan-wire.js'
import { numberOf } from './wire-number.js'

/** Where a text stops being JSON, and what should have stood there. */
export interface NotJson {
  readonly kind: 'not-json'
  readonly message: string
  /** Counted in UTF-16 units from 0. */
  readonly at: number
}

interface Cursor {
  readonly text: string
  at: number
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// from the space on, but neither a quote nor a backslash
const PLAIN = /^[ !#-[\]-\uffff]*$/
const WORDS = { t: ['true', true], f: ['false', false], n: ['null', null] } as const

/** Parses JSON so that no digit is lost. The nesting must have been checked before. */
export function parseWire(text: string): Result<unknown, NotJson> {
  const cursor = { text, at: 0 }
  try {
    const value = readValue(cursor)
    skipSpace(cursor)
    if (cursor.at < text.length) throw expected(cursor, 'the end')
    return ok(value)
  } catch (failure) {
    if (isNotJson(failure)) return err(failure)
    throw failure
  }
}

function readValue(cursor: Cursor): unknown {
  skipSpace(cursor)
  const first = cursor.text.charAt(cursor.at)
  if (first === '{') return readObject(cursor)
  if (first === '[') return readList(cursor)
  if (first === '"') return readString(cursor)
  if (first === 't' || first === 'f' || first === 'n') return readWord(cursor, WORDS[first])
  const lexeme = take(cursor, NUMBER)
  if (!lexeme) throw expected(cursor, 'a value')
  return numberOf(lexeme)
}

function readObject(cursor: Cursor): object {
  const object = {}
  cursor.at += 1
  if (taken(cursor, '}')) return object
  do {
    skipSpace(cursor)
    const key = readString(cursor)
    if (!taken(cursor, ':')) throw expected(cursor, 'a colon')
    setOwn(object, key, readValue(cursor))
  } while (taken(cursor, ','))
  if (!taken(cursor, '}')) throw expected(cursor, 'a comma or the end of the object')
  return object
}

function readList(cursor: Cursor): unknown[] {
  const list: unknown[] = []
  cursor.at += 1
  if (taken(cursor, ']')) return list
  do list.push(readValue(cursor))
  while (taken(cursor, ','))
  if (!taken(cursor, ']')) throw expected(cursor, 'a comma or the end of the list')
  return list
}

function readString(cursor: Cursor): string {
  const { text, at } = cursor
  const end = text.charAt(at) === '"' ? endOfString(text, at) : text.length
  if (end === text.length) throw expected(cursor, 'a string')
  cursor.at = end + 1
  const inside = text.slice(at + 1, end)
  return PLAIN.test(inside) ? inside : unescaped({ text, at }, text.slice(at, end + 1))
}

function unescaped(start: Cursor, lexeme: string): string {
  try {
    return JSON.parse(lexeme)
  } catch {
    throw expected(start, 'a string')
  }
}

function readWord<V>(cursor: Cursor, [word, value]: readonly [string, V]): V {
  if (!cursor.text.startsWith(word, cursor.at)) throw expected(cursor, 'a value')
  cursor.at += word.length
  return value
}

function taken(cursor: Cursor, token: string): boolean {
  skipSpace(cursor)
  if (cursor.text.charAt(cursor.at) !== token) return false
  cursor.at += 1
  return true
}

function skipSpace(cursor: Cursor): void {
  const { text } = cursor
  while (cursor.at < text.length && isSpace(text.charCodeAt(cursor.at))) cursor.at += 1
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)?.[0]
  if (found !== undefined) cursor.at += found.length
  return found
}

function expected({ at }: Cursor, what: string): NotJson {
  return { kind: 'not-json', message: `expected ${what} at character ${at}`, at }
}

function isNotJson(failure: unknown): failure is NotJson {
  return (failure as NotJson | undefined)?.kind === 'not-json'
}
