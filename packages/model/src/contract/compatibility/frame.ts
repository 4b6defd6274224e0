import { armsOf, childOf, childrenOf, keyword, type Place } from './place.js'
import { targetOf } from './resolve.js'
import type { Frame } from './walk.js'

const LISTS = ['allOf', 'anyOf', 'oneOf']
const SINGLES = ['if', 'then', 'else']

/** The frame around one of the schemas that a place applies to the same object. */
export function frameAround(
  place: Place,
  { outer, except = [] }: { outer: Frame; except?: readonly string[] },
): Frame {
  const names = new Set(outer.names)
  let { isOpen, isDeclared } = outer
  const seen = new Set<string>()
  const open = applied(place, except)
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next.pointer)) continue
    seen.add(next.pointer)
    for (const name of childrenOf(next, 'properties').keys()) names.add(name)
    isOpen ||= isDeclaredOpen(next)
    isDeclared ||= keyword(next, 'properties') !== undefined
    open.push(...applied(next, []))
  }
  return { names, isOpen, isDeclared }
}

/** The frame inside a place's own keywords: what stands outside, and what it says itself. */
export function frameInside(place: Place, outer: Frame): Frame {
  const names = new Set([...outer.names, ...childrenOf(place, 'properties').keys()])
  const isDeclared = outer.isDeclared || keyword(place, 'properties') !== undefined
  return { names, isOpen: outer.isOpen || isDeclaredOpen(place), isDeclared }
}

/** The schemas that a place applies to the very value that it is applied to itself. */
function applied(place: Place, except: readonly string[]): Place[] {
  const target = targetOf(place)
  return [
    ...LISTS.filter((name) => !except.includes(name)).flatMap((name) => armsOf(place, name)),
    ...SINGLES.filter((name) => keyword(place, name) !== undefined).map((name) =>
      childOf(place, name),
    ),
    ...childrenOf(place, 'dependentSchemas').values(),
    ...(target ? [target] : []),
  ]
}

function isDeclaredOpen(place: Place): boolean {
  const additional = keyword(place, 'additionalProperties')
  const unevaluated = keyword(place, 'unevaluatedProperties')
  return (
    (additional !== undefined && additional !== false) ||
    (unevaluated !== undefined && unevaluated !== false) ||
    childrenOf(place, 'patternProperties').size > 0
  )
}
