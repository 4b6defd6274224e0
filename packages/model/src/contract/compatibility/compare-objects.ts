import { compareAdded } from './compare-added-property.js'
import { compareDependencies } from './compare-dependencies.js'
import { compareCounts } from './compare-limits.js'
import { frameAround } from './frame.js'
import { matchesName } from './name-pattern.js'
import { childOf, childrenOf, keyword, type Place, withSchema } from './place.js'
import { acceptsAll } from './resolve.js'
import type { SchemaShift, Shift } from './schema-change.js'
import { type Frame, NO_FRAME, type Pair, shiftAt, type Walk } from './walk.js'

/** Compares what objects may hold: by name, by pattern, beside both, and which names they must. */
export function compareObjects(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const frame = frameAround(pair.before, { outer: pair.frame })
  return [
    ...compareProperties(walk, { ...pair, frame }),
    ...compareRequired(pair),
    ...compareAdditional(walk, pair),
    ...comparePatterns(walk, { ...pair, frame }),
    ...compareNames(walk, pair),
    ...compareDependencies(walk, { ...pair, frame }),
    ...compareCounts(pair, { suffix: 'Properties' }),
  ]
}

function compareProperties(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const earlier = childrenOf(pair.before, 'properties')
  const later = childrenOf(pair.after, 'properties')
  const names = new Set([...earlier.keys(), ...later.keys()])
  return [...names].flatMap((name) => {
    const [before, after] = [earlier.get(name), later.get(name)]
    if (before && after) return walk.compare({ before, after, frame: NO_FRAME })
    if (after) return compareAdded(walk, pair, name)
    const message = `"${name}" is not declared any more: readers drop it, writers stop telling it`
    const at = { pointer: before?.pointer ?? '', rule: 'property-removed' }
    return [{ ...at, shift: 'different', message }]
  })
}

function compareRequired({ before, after }: Pair): readonly SchemaShift[] {
  const earlier = (keyword(before, 'required') ?? []) as readonly string[]
  const later = (keyword(after, 'required') ?? []) as readonly string[]
  const added = later.filter((name) => !earlier.includes(name))
  const removed = earlier.filter((name) => !later.includes(name))
  return [
    ...added.map((name) =>
      shiftAt(after, {
        at: 'required',
        rule: 'required-added',
        shift: 'narrower',
        message: `"${name}" must be there now`,
      }),
    ),
    ...removed.map((name) =>
      shiftAt(before, {
        at: 'required',
        rule: 'required-removed',
        shift: 'wider',
        message: `"${name}" may be missing now`,
      }),
    ),
  ]
}

/** Properties that are not declared: an absent keyword accepts them all. */
function compareAdditional(walk: Walk, { before, after }: Pair): readonly SchemaShift[] {
  const at = 'additionalProperties'
  const [earlier, later] = [before, after].map((place) => orAll(childOf(place, at)))
  if (!earlier || !later) return []
  if (acceptsAll(earlier.schema) && acceptsAll(later.schema)) return []
  if (later.schema === false && earlier.schema !== false) {
    const message = 'properties that are not declared are refused now'
    return [
      shiftAt(after, { at, rule: 'additional-properties-closed', shift: 'narrower', message }),
    ]
  }
  if (earlier.schema === false && later.schema !== false) {
    const message = 'properties that are not declared are accepted now'
    return [shiftAt(before, { at, rule: 'additional-properties-opened', shift: 'wider', message })]
  }
  return walk.compare({ before: earlier, after: later, frame: NO_FRAME })
}

function comparePatterns(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const earlier = childrenOf(pair.before, 'patternProperties')
  const later = childrenOf(pair.after, 'patternProperties')
  const patterns = new Set([...earlier.keys(), ...later.keys()])
  return [...patterns].flatMap((pattern) => {
    const [before, after] = [earlier.get(pattern), later.get(pattern)]
    if (before && after) return walk.compare({ before, after, frame: NO_FRAME })
    const rule = after ? 'pattern-property-added' : 'pattern-property-removed'
    const message = `properties named ${pattern} are ${after ? 'constrained now' : 'not declared any more'}`
    const shift = after ? addedPatternShift(pair, pattern) : 'different'
    return [{ pointer: (after ?? before)?.pointer ?? '', rule, shift, message }]
  })
}

// a new pattern takes names from the undeclared ones, and constrains declared ones a second time
function addedPatternShift(pair: Pair, pattern: string): Shift {
  if (isFresh(pair, pattern)) return 'same'
  return acceptsAll(keyword(pair.before, 'additionalProperties')) ? 'narrower' : 'different'
}

// a pattern is new to documents only if no declared name, and nothing undeclared, can match it
function isFresh({ before, frame }: Pair, pattern: string): boolean {
  const names: Frame['names'] = new Set([
    ...frame.names,
    ...childrenOf(before, 'properties').keys(),
  ])
  const isFree = !frame.isDeclared && keyword(before, 'properties') === undefined
  const isOpen = isFree || frame.isOpen || keyword(before, 'additionalProperties') !== undefined
  const hasPatterns = childrenOf(before, 'patternProperties').size > 0
  return !isOpen && !hasPatterns && [...names].every((name) => matchesName(pattern, name) === false)
}

function compareNames(walk: Walk, { before, after }: Pair): readonly SchemaShift[] {
  const [earlier, later] = [before, after].map((place) => orAll(childOf(place, 'propertyNames')))
  if (!earlier || !later) return []
  // names are text, so that a schema for all names is one for all text
  return walk.compare({ before: asText(earlier), after: asText(later), frame: NO_FRAME })
}

function asText(place: Place): Place {
  const { schema } = place
  if (typeof schema === 'boolean') return schema ? withSchema(place, { type: 'string' }) : place
  const isTyped = ['type', '$ref'].some((name) => keyword(place, name) !== undefined)
  return isTyped ? place : withSchema(place, { ...(schema as object), type: 'string' })
}

function orAll(place: Place): Place {
  return place.schema === undefined ? withSchema(place, true) : place
}
