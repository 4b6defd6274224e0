import { keyedElements } from './element-key.js'
import { escapePointer } from './pointer.js'

/**
 * One difference between two states of an entity.
 *
 * `path` is a JSON Pointer; an element of a list whose elements have names is told by its name in
 * brackets, `/lines/[shopify~1acme~1LineItem~11]/quantity/ordered`, whatever its position is.
 * `reordered` tells the keys of a list in their new order where adding at the end and removing
 * would leave another one.
 */
export type Difference =
  | { readonly kind: 'added'; readonly path: string; readonly after: unknown }
  | { readonly kind: 'removed'; readonly path: string; readonly before: unknown }
  | {
      readonly kind: 'changed'
      readonly path: string
      readonly before: unknown
      readonly after: unknown
    }
  | { readonly kind: 'reordered'; readonly path: string; readonly keys: readonly string[] }

/**
 * What differs between two states of an entity, at the deepest places, with both values.
 *
 * Lists are compared by the names of their elements where all have one, else by position. A field
 * that is `undefined` is one that is not there. No difference means equal.
 */
export function diff(before: unknown, after: unknown): readonly Difference[] {
  return diffAt('', { before, after })
}

type Sides = Readonly<Record<'before' | 'after', unknown>>

function diffAt(path: string, { before, after }: Sides): readonly Difference[] {
  if (Object.is(before, after)) return []
  if (before === undefined) return [{ kind: 'added', path, after }]
  if (after === undefined) return [{ kind: 'removed', path, before }]
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(path, { before, after })
  if (isRecord(before) && isRecord(after)) {
    return diffKeys(path, {
      before: new Map(Object.entries(before)),
      after: new Map(Object.entries(after)),
      print: escapePointer,
    })
  }
  return [{ kind: 'changed', path, before, after }]
}

function diffLists(
  path: string,
  { before, after }: Record<'before' | 'after', readonly unknown[]>,
): readonly Difference[] {
  const [earlier, later] = [keyedElements(before), keyedElements(after)]
  if (!earlier || !later) {
    return diffKeys(path, { before: byIndex(before), after: byIndex(after), print: String })
  }
  const differences = diffKeys(path, { before: earlier, after: later, print: elementToken })
  const kept = [...earlier.keys()].filter((key) => later.has(key))
  const expected = [...kept, ...[...later.keys()].filter((key) => !earlier.has(key))]
  const keys = [...later.keys()]
  const isOrdered = keys.every((key, index) => key === expected[index])
  return isOrdered ? differences : [...differences, { kind: 'reordered', path, keys }]
}

function diffKeys(
  path: string,
  {
    before,
    after,
    print,
  }: Record<'before' | 'after', ReadonlyMap<string, unknown>> & { print: (key: string) => string },
): readonly Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) =>
    diffAt(`${path}/${print(key)}`, { before: before.get(key), after: after.get(key) }),
  )
}

/** The pointer token of a named list element. */
export function elementToken(key: string): string {
  return `[${escapePointer(key)}]`
}

function byIndex(list: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(list.map((element, index) => [String(index), element]))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
