import type { Fields } from './stored-record.js'

/** What a sublist write is made of. */
export interface SublistWrite {
  readonly before: readonly Fields[]
  readonly incoming: readonly Fields[]
  /** The property that identifies an element; without one elements cannot be matched. */
  readonly key?: string
  /** Named in `?replace=`: what is not mentioned goes. */
  readonly replace: boolean
  /** A key for an element that is new. */
  nextKey(): number
}

/**
 * A sublist after a write.
 *
 * With a key, elements whose key matches are updated in their place, others are added at the end;
 * the unmentioned stay, or go under `replace`. Without a key, elements are appended, or the list is
 * emptied first (Oracle help: section_1545295601, section_1545297048).
 */
export function mergeSublist(write: SublistWrite): Fields[] {
  const { before, incoming, key, replace, nextKey } = write
  if (key === undefined) return [...(replace ? [] : before), ...incoming]
  const updates = new Map(incoming.map((element) => [keyOf(element[key]), element]))
  const kept = before.filter((element) => !replace || updates.has(keyOf(element[key])))
  const known = new Set(before.map((element) => keyOf(element[key])))
  const added = incoming.filter((element) => !known.has(keyOf(element[key])))
  return [
    ...kept.map((element) => ({ ...element, ...updates.get(keyOf(element[key])) })),
    ...added.map((element) => withKey(element, key, nextKey)),
  ]
}

// a new element's own number is not taken over; a reference (currencyList) is its own key
function withKey(element: Fields, key: string, nextKey: () => number): Fields {
  return typeof element[key] === 'object' && element[key] !== null
    ? element
    : { ...element, [key]: nextKey() }
}

function keyOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'object') return 'id' in value ? String(value.id) : undefined
  return String(value)
}
