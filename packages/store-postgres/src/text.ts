import type { SqlValue } from './pool-like.js'

// PostgreSQL holds any character but NUL: https://www.postgresql.org/docs/15/datatype-character.html
const NUL = '\0'
const ESCAPE = '\x01'
const ESCAPED_NUL = '\x01\x02'
const ESCAPED_ESCAPE = '\x01\x01'

/** A value as PostgreSQL can hold it: a NUL in a text becomes two characters that come back as one. */
export function toSql(value: SqlValue): SqlValue {
  if (typeof value === 'string') return escaped(value)
  return Array.isArray(value) ? value.map(toSql) : value
}

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
