import { matchesName } from './name-pattern.js'
import { childOf, childrenOf, keyword, type Place, withSchema } from './place.js'
import { acceptsAll } from './resolve.js'
import { distanceOf, type SchemaShift, type Shift } from './schema-change.js'
import { NO_FRAME, type Pair, type Walk } from './walk.js'

/**
 * Judges a property that only the later schema declares.
 *
 * Writers send what their schema declares and readers ignore what theirs does not (closed for
 * writers, open for readers), so a new property is new to all documents. Not so where the earlier
 * schema, or one around it, already spoke of it, or where an object declared no properties at all and
 * so held what it liked: then it is compared with what was accepted.
 */
export function compareAdded(walk: Walk, pair: Pair, name: string): readonly SchemaShift[] {
  const after = childOf(pair.after, 'properties', name)
  const tell = (shift: Shift, message: string): readonly SchemaShift[] => [
    { pointer: after.pointer, rule: 'property-added', shift, message },
  ]
  const governing = governingSchema(walk, { pair, name })
  if (governing === 'nothing') return tell('same', `"${name}" is new`)
  if (governing === 'refused') return tell('wider', `"${name}" was refused and is accepted now`)
  if (governing === 'unknown')
    return tell('different', `"${name}" may have been accepted otherwise`)
  const shifts = walk.compare({ before: governing, after, frame: NO_FRAME })
  if (distanceOf(shifts) === 0) return tell('same', `"${name}" was accepted like that before`)
  return [...tell('same', `"${name}" was accepted undeclared`), ...shifts]
}

type Governing = Place | 'nothing' | 'refused' | 'unknown'

function governingSchema(
  { writers }: Walk,
  { pair: { before, frame }, name }: { pair: Pair; name: string },
): Governing {
  const patterns = [...childrenOf(before, 'patternProperties')]
  const matches = patterns.map(([pattern]) => matchesName(pattern, name))
  if (matches.includes(undefined)) return 'unknown'
  const matching = patterns.filter((_, index) => matches[index])
  if (matching.length > 1) return 'unknown'
  if (matching[0]) return matching[0][1]
  const additional = childOf(before, 'additionalProperties')
  if (additional.schema === false) return 'refused'
  const isFree = !frame.isDeclared && keyword(before, 'properties') === undefined
  const isSpokenOf = frame.names.has(name) || frame.isOpen || isFree || writers === 'open'
  if (additional.schema === undefined) return isSpokenOf ? withSchema(additional, true) : 'nothing'
  return acceptsAll(keyword(before, 'additionalProperties'))
    ? withSchema(additional, true)
    : additional
}
