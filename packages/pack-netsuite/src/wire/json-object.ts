import { WireNumber } from '@canonry/mapping'

/** A JSON object as read: own properties by name. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object: no list, no null, no number kept as text. */
export function isJsonObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false
  return !Array.isArray(value) && !(value instanceof WireNumber)
}

/** The elements of a sublist: `{ items: […] }`; none where there is no such list. */
export function elementsOf(sublist: unknown): readonly JsonObject[] {
  return elementsIn(isJsonObject(sublist) ? sublist['items'] : undefined)
}

/** The objects of a list; none where there is no list. */
export function elementsIn(list: unknown): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}

/** The id of a reference or enum, given as `{ id }` or plain. */
export function referenceIdOf(value: unknown): string | undefined {
  const id = isJsonObject(value) ? value['id'] : value
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
