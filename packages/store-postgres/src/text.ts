import type { Scalar, SqlValue } from './pool-like.js'

// PostgreSQL holds any character but NUL, and half of a surrogate pair is none in UTF-8:
// https://www.postgresql.org/docs/15/datatype-character.html
const NUL = '\0'
const ESCAPE = '\x01'
const ESCAPED_NUL = '\x01\x02'
const ESCAPED_ESCAPE = '\x01\x01'
const HALF = '\x01\x03'
const HALVES = /\p{Surrogate}/gu
const ESCAPED_HALVES = new RegExp(`${HALF}([0-9a-f]{4})`, 'g')

/**
 * A value as PostgreSQL can hold it: a NUL in a text, or half of a surrogate pair, becomes characters
 * that come back as one, and an array its literal, which every driver passes on as it is.
 * https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO
 */
export function toSql(value: SqlValue): string | number | boolean | null | Uint8Array {
  if (typeof value === 'string') return escaped(value)
  return isList(value) ? `{${value.map(toElement).join(',')}}` : value
}

function isList(value: SqlValue): value is readonly Scalar[] {
  return Array.isArray(value)
}

function toElement(value: Scalar): string {
  if (value === null) return 'NULL'
  if (typeof value !== 'string') return String(value)
  // quotes and backslashes look in an array as in JSON, and that is written fastest
  if (!UNLIKE_JSON.test(value)) return JSON.stringify(value)
  return `"${escaped(value).replace(/["\\]/g, '\\$&')}"`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what JSON writes in another way
const UNLIKE_JSON = /[\0-\x1f\ud800-\udfff]/

/** A text as it was before {@link toSql}. */
export function fromSql(value: string): string {
  if (!value.includes(ESCAPE)) return value
  const parts = value.split(ESCAPED_ESCAPE).map((part) => unescaped(part))
  return parts.join(ESCAPE)
}

function escaped(text: string): string {
  if (!text.includes(NUL) && !text.includes(ESCAPE) && isWellFormed(text)) return text
  const held = text.replaceAll(ESCAPE, ESCAPED_ESCAPE).replaceAll(NUL, ESCAPED_NUL)
  return held.replace(HALVES, (half) => `${HALF}${half.charCodeAt(0).toString(16)}`)
}

// of Node 20 and later, which the library of types that we compile with does not know yet
function isWellFormed(text: string & { isWellFormed?(): boolean }): boolean {
  return text.isWellFormed?.() ?? text.search(HALVES) < 0
}

function unescaped(part: string): string {
  const whole = part.replaceAll(ESCAPED_NUL, NUL)
  return whole.replace(ESCAPED_HALVES, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
}
