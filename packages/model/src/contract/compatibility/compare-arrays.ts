import { compareCounts } from './compare-limits.js'
import { armsOf, childOf, keyword, type Place, withSchema } from './place.js'
import { hasMeaning, type SchemaShift } from './schema-change.js'
import { NO_FRAME, type Pair, shiftAt, type Walk } from './walk.js'

/** Compares what lists may hold: by position, beyond the positions, at all, and how many. */
export function compareArrays(walk: Walk, pair: Pair): readonly SchemaShift[] {
  return [
    ...comparePositions(walk, pair),
    ...compareContains(walk, pair),
    ...compareUnique(pair),
    ...compareCounts(pair, { suffix: 'Items' }),
  ]
}

interface ListShape {
  readonly positions: readonly Place[]
  readonly rest: Place
}

function comparePositions(walk: Walk, { before, after }: Pair): readonly SchemaShift[] {
  const earlier = shapeOf(before)
  const later = shapeOf(after)
  const count = Math.max(earlier.positions.length, later.positions.length)
  const at = ({ positions, rest }: ListShape, index: number) => positions[index] ?? rest
  const shifts = Array.from({ length: count }, (_, index) =>
    walk.compare({ before: at(earlier, index), after: at(later, index), frame: NO_FRAME }),
  ).flat()
  return [...shifts, ...walk.compare({ before: earlier.rest, after: later.rest, frame: NO_FRAME })]
}

// up to draft 2019-09 `items` was the list of positions and `additionalItems` the rest
function shapeOf(place: Place): ListShape {
  const isOld = Array.isArray(keyword(place, 'items'))
  const positions = armsOf(place, isOld ? 'items' : 'prefixItems')
  const rest = childOf(place, isOld ? 'additionalItems' : 'items')
  return { positions, rest: rest.schema === undefined ? withSchema(rest, true) : rest }
}

function compareContains(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const { before, after } = pair
  const [earlier, later] = [keyword(before, 'contains'), keyword(after, 'contains')]
  if (earlier === undefined && later === undefined) return []
  const at = 'contains'
  if (earlier === undefined || later === undefined) {
    const shift = later === undefined ? 'wider' : 'narrower'
    const message =
      later === undefined ? 'lists need not contain it any more' : 'lists must contain it now'
    return [
      shiftAt(after, {
        at,
        rule: `contains-${later === undefined ? 'removed' : 'added'}`,
        shift,
        message,
      }),
    ]
  }
  const inner = walk.compare({
    before: childOf(before, at),
    after: childOf(after, at),
    frame: NO_FRAME,
  })
  const isCapped = [before, after].some((place) => keyword(place, 'maxContains') !== undefined)
  const message = 'other elements are counted than before'
  const counted =
    isCapped && hasMeaning(inner)
      ? [shiftAt(after, { at, rule: 'contains-changed', shift: 'different' as const, message })]
      : []
  return [...inner, ...counted, ...compareCounts(pair, { suffix: 'Contains', fallback: 1 })]
}

function compareUnique({ before, after }: Pair): readonly SchemaShift[] {
  const [earlier, later] = [before, after].map((place) => keyword(place, 'uniqueItems') === true)
  if (earlier === later) return []
  const shift = later ? 'narrower' : 'wider'
  const message = later ? 'elements must differ now' : 'elements need not differ any more'
  return [
    shiftAt(after, {
      at: 'uniqueItems',
      rule: `unique-items-${later ? 'added' : 'removed'}`,
      shift,
      message,
    }),
  ]
}
