import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import type { Known } from './plan.js'
import type { Residue } from './residue.js'

/** Writes back what no rule reads. Keys come from documents, so only own values are ever set. */
export function restoreUnknown(known: Known, residue: Residue, document: object): void {
  const { carried = {}, kept = {}, inside = {} } = residue
  for (const [key, value] of Object.entries(carried)) {
    const isRead = known.fields.get(key) === 'read'
    if (!isRead && ownValue(document, key) === undefined) setOwn(document, key, value)
  }
  for (const [key, inner] of Object.entries(inside)) {
    const state = known.fields.get(key)
    if (typeof state === 'object') restoreInside(state, inner, { document, key })
  }
  for (const [key, value] of Object.entries(kept)) {
    const isEntered = typeof known.fields.get(key) === 'object'
    if (isEntered && ownValue(document, key) === undefined) setOwn(document, key, value)
  }
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
