import { Ref } from './ref.js'
import { refKey } from './ref-key.js'

/**
 * The key of a list element within its list, or `undefined` where elements have no names.
 *
 * Elements are named by their `key`, by the application that an allocation belongs to, by their own
 * `ref`, or are refs themselves (of which the role is a part).
 */
export function elementKey(element: unknown): string | undefined {
  const named = element as
    | { key?: unknown; application?: unknown; ref?: unknown }
    | null
    | undefined
  if (typeof named !== 'object' || named === null) return undefined
  if (Object.hasOwn(named, 'key') && typeof named.key === 'string') return named.key
  if (typeof named.application === 'string') return named.application
  const ref = Ref.safeParse(named.ref ?? named).data
  if (!ref) return undefined
  return ref.role === undefined ? refKey(ref) : `${refKey(ref)}#${ref.role}`
}

/**
 * The elements of two lists by their keys; `undefined` as soon as one has none or shares it with
 * another of its list.
 */
export function keyedElements(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const keyed = new Map<string, unknown>()
  for (const element of list) {
    const key = elementKey(element)
    if (key === undefined || keyed.has(key)) return undefined
    keyed.set(key, element)
  }
  return keyed
}
