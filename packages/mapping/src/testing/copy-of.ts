import { isJsonObject, setOwn } from '../wire/json.js'

/**
 * A value made anew as deep as JSON goes; whatever else stands in it is taken over. A clone of the
 * platform's would make plain objects of numbers that are kept as text.
 */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf)
  if (!isJsonObject(value)) return value
  const copy = {}
  for (const [key, field] of Object.entries(value)) setOwn(copy, key, copyOf(field))
  return copy
}
