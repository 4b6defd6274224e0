import type { Scalar, SqlValue } from './pool-like.js'

// PostgreSQL holds any character but NUL: https://www.postgresql.org/docs/15/datatype-character.html
const NUL = '\0'
const ESCAPE = '\x01'
const ESCAPED_NUL = '\x01\x02'
const ESCAPED_ESCAPE = '\x01\x01'

/**
 * A value as PostgreSQL can hold it: a NUL in a text becomes two characters that come back as one,
 * and an array its literal, which every driver passes on as it is.
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
  const parts = value.split(ESCAPED_ESCAPE).map((part) => part.replaceAll(ESCAPED_NUL, NUL))
  return parts.join(ESCAPE)
}

function escaped(text: string): string {
  if (!text.includes(NUL) && !text.includes(ESCAPE)) return text
  return text.replaceAll(ESCAPE, ESCAPED_ESCAPE).replaceAll(NUL, ESCAPED_NUL)
}
