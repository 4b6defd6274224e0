import { childOf, childrenOf, keyword, type Place } from './place.js'
import { resolve } from './resolve.js'
import { typesOf, valuesOf } from './values.js'

/** Whether no document can be accepted by two of the schemas; `false` where that is not seen. */
export function areDisjoint(places: readonly Place[]): boolean {
  if (places.length > 100) return false
  return places.every((a, index) => places.slice(index + 1).every((b) => exclude(a, b)))
}

function exclude(first: Place, second: Place): boolean {
  const [a, b] = [resolve(first), resolve(second)]
  if (a.schema === false || b.schema === false) return true
  if (excludeValues(a, b)) return true
  const required = (place: Place) => (keyword(place, 'required') ?? []) as readonly string[]
  const isObject = [a, b].every((place) => [...typesOf(place)].every((type) => type === 'object'))
  const both = required(a).filter((name) => required(b).includes(name))
  return isObject && both.some((name) => excludeValues(property(a, name), property(b, name)))
}

function excludeValues(a: Place, b: Place): boolean {
  const types = typesOf(b)
  if ([...typesOf(a)].every((type) => !types.has(type))) return true
  const [first, second] = [valuesOf(a), valuesOf(b)]
  return !!first && !!second && [...first.keys()].every((value) => !second.has(value))
}

function property(place: Place, name: string): Place {
  return childrenOf(place, 'properties').has(name)
    ? resolve(childOf(place, 'properties', name))
    : childOf(place, 'properties', name)
}
