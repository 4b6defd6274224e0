import { frameAround, frameInside } from './frame.js'
import { childOf, keyword, type Place, withSchema } from './place.js'
import { hasMeaning, type SchemaShift } from './schema-change.js'
import { NO_FRAME, type Pair, shiftAt, type Walk } from './walk.js'

/** Compares `if` with `then` and `else`: a condition that changes is another contract. */
export function compareConditions(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const { before, after } = pair
  const isThere = [before, after].map((place) => keyword(place, 'if') !== undefined)
  if (!isThere[0] && !isThere[1]) return []
  if (!isThere[0]) {
    const message = 'a condition must hold now'
    return [shiftAt(after, { at: 'if', rule: 'condition-added', shift: 'narrower', message })]
  }
  if (!isThere[1]) {
    const message = 'a condition holds no longer'
    return [shiftAt(before, { at: 'if', rule: 'condition-removed', shift: 'wider', message })]
  }
  const frame = frameAround(before, { outer: frameInside(before, pair.frame) })
  const condition = walk.compare({
    before: childOf(before, 'if'),
    after: childOf(after, 'if'),
    frame,
  })
  const message = 'the condition is another one'
  const changed = hasMeaning(condition)
    ? [
        shiftAt(after, {
          at: 'if',
          rule: 'condition-changed',
          shift: 'different' as const,
          message,
        }),
      ]
    : []
  const branches = ['then', 'else'].flatMap((name) =>
    walk.compare({ before: branch(before, name), after: branch(after, name), frame }),
  )
  return [...changed, ...branches]
}

/** Compares `not`: what it refuses must stay the same. */
export function compareNegation(walk: Walk, { before, after }: Pair): readonly SchemaShift[] {
  const [earlier, later] = [keyword(before, 'not'), keyword(after, 'not')]
  const at = 'not'
  if (earlier === undefined && later === undefined) return []
  if (earlier === undefined) {
    const message = 'some documents are refused now'
    return [shiftAt(after, { at, rule: 'not-added', shift: 'narrower', message })]
  }
  if (later === undefined) {
    const message = 'some documents are refused no longer'
    return [shiftAt(before, { at, rule: 'not-removed', shift: 'wider', message })]
  }
  const pair = { before: childOf(before, at), after: childOf(after, at), frame: NO_FRAME }
  if (!hasMeaning(walk.compare(pair))) return []
  const message = 'other documents are refused than before'
  return [shiftAt(after, { at, rule: 'not-changed', shift: 'different', message })]
}

function branch(place: Place, name: string): Place {
  const child = childOf(place, name)
  return child.schema === undefined ? withSchema(child, true) : child
}
