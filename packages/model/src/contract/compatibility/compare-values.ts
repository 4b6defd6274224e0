import type { SchemaShift, Shift } from './schema-change.js'
import { typesOf, valuesOf } from './values.js'
import { type Pair, shiftAt } from './walk.js'

/** Compares what types and what named values are accepted. */
export function compareValues(pair: Pair): readonly SchemaShift[] {
  const before = valuesOf(pair.before)
  const after = valuesOf(pair.after)
  if (before && after) return compareLists(pair, before, after)
  const types = compareTypes(pair)
  if (!before && !after) return types
  const rule = after ? 'enum-added' : 'enum-removed'
  const message = after
    ? 'only the listed values are accepted now'
    : 'values beside the listed ones are accepted now'
  const shift = after ? 'narrower' : 'wider'
  return [...types, shiftAt(pair.after, { at: 'enum', rule, shift, message })]
}

function compareLists(
  { before, after }: Pair,
  earlier: ReadonlyMap<string, unknown>,
  later: ReadonlyMap<string, unknown>,
): readonly SchemaShift[] {
  const added = [...later.keys()].filter((value) => !earlier.has(value))
  const removed = [...earlier.keys()].filter((value) => !later.has(value))
  return [
    ...added.map((value) =>
      shiftAt(after, {
        at: 'enum',
        rule: 'enum-value-added',
        shift: 'wider',
        message: `the value ${short(value)} is new`,
      }),
    ),
    ...removed.map((value) =>
      shiftAt(before, {
        at: 'enum',
        rule: 'enum-value-removed',
        shift: 'narrower',
        message: `the value ${short(value)} is accepted no longer`,
      }),
    ),
  ]
}

function compareTypes({ before, after }: Pair): readonly SchemaShift[] {
  const earlier = typesOf(before)
  const later = typesOf(after)
  const added = [...later].filter((type) => !earlier.has(type))
  const removed = [...earlier].filter((type) => !later.has(type))
  const shift: Shift =
    added.length === 0 ? 'narrower' : removed.length === 0 ? 'wider' : 'different'
  if (added.length + removed.length === 0) return []
  const rule = { narrower: 'type-narrowed', wider: 'type-widened', different: 'type-changed' }[
    shift
  ]
  const message = `the type was ${[...earlier].join(' or ')} and is ${[...later].join(' or ')}`
  return [shiftAt(after, { at: 'type', rule, shift, message })]
}

function short(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value
}
