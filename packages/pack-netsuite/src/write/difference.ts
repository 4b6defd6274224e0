import { isJsonObject, type JsonObject, referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'

/**
 * Names of the properties that we write and that a record says differently.
 *
 * Compared is what is meant, not how it is written: `5.0` is 5, `{ id, refName }` is the id, nothing
 * is the same as `null` and as empty text. Properties that we do not write play no part.
 */
export function differingNames(
  ours: JsonObject,
  theirs: JsonObject,
  ignored: ReadonlySet<string> = new Set(),
): string[] {
  return Object.keys(ours).filter((name) => !ignored.has(name) && !means(ours[name], theirs[name]))
}

/** Whether a record's value means what we would write. */
export function means(ours: unknown, theirs: unknown): boolean {
  if (isEmpty(ours) || isEmpty(theirs)) return isEmpty(ours) && isEmpty(theirs)
  if (!isJsonObject(ours)) return plain(ours) === plain(theirs)
  if (Object.keys(ours).join() === 'id') return plain(ours) === plain(theirs)
  return isJsonObject(theirs) && differingNames(ours, theirs).length === 0
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return isJsonObject(value) && Object.values(value).every(isEmpty)
}

function plain(value: unknown): unknown {
  if (isJsonObject(value)) return referenceIdOf(value)
  return typeof value === 'string' ? value : (wireDecimal(value) ?? value)
}
