import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import type { Known } from './plan.js'
import type { Residue } from './residue.js'

/** Writes back what no rule reads. Keys come from documents, so only own values are ever set. */
export function restoreUnknown(known: Known, residue: Residue, document: object): void {
  const { carried, kept, inside } = residue
  for (const key of keysOf(carried)) {
    const isRead = known.fields.get(key) === 'read'
    if (!isRead && ownValue(document, key) === undefined) setOwn(document, key, carried?.[key])
  }
  for (const key of keysOf(inside)) {
    const state = known.fields.get(key)
    if (typeof state === 'object') {
      restoreInside(state, inside?.[key] as Residue, { document, key })
    }
  }
  for (const key of keysOf(kept)) {
    const isEntered = typeof known.fields.get(key) === 'object'
    if (isEntered && ownValue(document, key) === undefined) setOwn(document, key, kept?.[key])
  }
}

const NONE: readonly string[] = []

// of most objects nothing is kept, and then nothing needs to be made
function keysOf(fields: object | undefined): readonly string[] {
  return fields === undefined ? NONE : Object.keys(fields)
}

/** Writes back what no rule reads inside one field, making the object where there is none. */
export function restoreInside(
  known: Known,
  residue: Residue,
  { document, key }: { readonly document: object; readonly key: string },
): void {
  const current = ownValue(document, key)
  if (isJsonObject(current)) restoreUnknown(known, residue, current)
  if (current !== undefined) return
  const made = {}
  restoreUnknown(known, residue, made)
  if (Object.keys(made).length > 0) setOwn(document, key, made)
}
