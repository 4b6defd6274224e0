import { isRecord } from './place.js'

/** A JSON value as text that is equal exactly when the values are: key order plays no part. */
export function canonicalText(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner)) ?? ''
  )
}

function sorted(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  // integer-like keys come first in any object, so that the order stays one and the same
  return Object.fromEntries(entries)
}
