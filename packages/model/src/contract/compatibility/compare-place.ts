import { canonicalText } from '../../value/canonical-text.js'
import { compareAlternatives, compareConjuncts, compareUnlike } from './compare-arms.js'
import { compareArrays } from './compare-arrays.js'
import { compareConditions, compareNegation } from './compare-conditions.js'
import { compareCounts, compareNumbers } from './compare-limits.js'
import { compareNotes } from './compare-notes.js'
import { compareObjects } from './compare-objects.js'
import { compareFormat, comparePattern } from './compare-text.js'
import { compareUnevaluated, withPlainUnevaluated } from './compare-unevaluated.js'
import { compareValues } from './compare-values.js'
import { keyword, type Place, withSchema } from './place.js'
import { resolve, targetOf } from './resolve.js'
import { hasMeaning, type SchemaShift } from './schema-change.js'
import { typesOf } from './values.js'
import type { Pair, Walk } from './walk.js'

const MAX_DEPTH = 300
const MAX_STEPS = 20_000

/**
 * A comparison of two documents.
 *
 * Recursive schemas are compared once per pair of places: inside a pair that is being compared, the
 * same pair is taken to hold, and whatever speaks against it is found where it stands. What takes
 * too long or goes too deep is `different`.
 */
export function createWalk(writers: Walk['writers']): Walk {
  const open = new Set<string>()
  const numbers = new Map<unknown, number>()
  let steps = 0
  const compare = (pair: Pair): readonly SchemaShift[] => {
    const key = keyOf(pair, numbers)
    if (open.has(key)) return []
    steps += 1
    if (steps > MAX_STEPS || open.size > MAX_DEPTH) return tooLarge(pair)
    open.add(key)
    const shifts = comparePlaces({ writers, compare }, pair)
    open.delete(key)
    return shifts
  }
  return { writers, compare }
}

function comparePlaces(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const [before, after] = [pair.before, pair.after].map((place) => asObject(resolve(place)))
  if (!before || !after) return []
  if (before.schema === false || after.schema === false) return compareNever(before, after)
  if (isForeign(before) || isForeign(after)) return compareForeign(before, after)
  const plain = {
    before: withPlainUnevaluated(before),
    after: withPlainUnevaluated(after),
    frame: pair.frame,
  }
  return compareUnlike(walk, plain) ?? compareKeywords(walk, plain)
}

function compareKeywords(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const later = typesOf(pair.after)
  const shared = new Set([...typesOf(pair.before)].filter((type) => later.has(type)))
  const hasNumbers = shared.has('integer') || shared.has('fraction')
  const shifts = [
    ...compareValues(pair),
    ...compareNotes(pair),
    ...compareFormat(pair),
    // a keyword counts only for values of its type that both schemas accept
    ...(shared.has('string')
      ? [...compareCounts(pair, { suffix: 'Length' }), ...comparePattern(pair)]
      : []),
    ...(hasNumbers ? compareNumbers(pair, shared) : []),
    ...(shared.has('array') ? compareArrays(walk, pair) : []),
    ...(shared.has('object') ? compareObjects(walk, pair) : []),
    ...compareConjuncts(walk, pair),
    ...compareAlternatives(walk, pair),
    ...compareConditions(walk, pair),
    ...compareNegation(walk, pair),
  ]
  return hasMeaning(shifts) ? [...shifts, ...compareUnevaluated(pair)] : shifts
}

function compareNever(before: Place, after: Place): readonly SchemaShift[] {
  if (before.schema === after.schema) return []
  const { pointer } = after
  return after.schema === false
    ? [
        {
          pointer,
          rule: 'schema-closed',
          shift: 'narrower',
          message: 'nothing is accepted here now',
        },
      ]
    : [
        {
          pointer,
          rule: 'schema-opened',
          shift: 'wider',
          message: 'something is accepted here now',
        },
      ]
}

// a reference to another document says nothing that could be compared, except that it is the same
function compareForeign(before: Place, after: Place): readonly SchemaShift[] {
  if (canonicalText(before.schema) === canonicalText(after.schema)) return []
  const message = 'a schema of another document cannot be looked at'
  return [{ pointer: after.pointer, rule: 'reference-not-followed', shift: 'different', message }]
}

function isForeign(place: Place): boolean {
  return keyword(place, '$ref') !== undefined && targetOf(place) === undefined
}

function asObject(place: Place): Place {
  return place.schema === true ? withSchema(place, {}) : place
}

function keyOf({ before, after, frame }: Pair, numbers: Map<unknown, number>): string {
  const numberOf = (schema: unknown) => {
    const known = numbers.get(schema) ?? numbers.size
    numbers.set(schema, known)
    return known
  }
  const names = [...frame.names].sort()
  return JSON.stringify([
    numberOf(before.schema),
    numberOf(after.schema),
    names,
    frame.isOpen,
    frame.isDeclared,
  ])
}

function tooLarge({ after }: Pair): readonly SchemaShift[] {
  const message = 'the schemas are too deep or too large to be compared'
  return [{ pointer: after.pointer, rule: 'too-large', shift: 'different', message }]
}
