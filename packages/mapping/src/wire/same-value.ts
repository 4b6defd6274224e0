import { isJsonObject } from './json.js'
import { WireNumber } from './wire-number.js'

const DEEPEST = 64

/**
 * Whether two values say the same: key order and `undefined` fields play no part.
 *
 * Values nested deeper than 64 levels count as different, so hostile depth ends the comparison.
 */
export function sameValue(a: unknown, b: unknown, depth = DEEPEST): boolean {
  if (Object.is(a, b) || a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (depth === 0) return false
  if (a instanceof WireNumber || b instanceof WireNumber) return sameNumber(a, b)
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index], depth - 1))
  }
  return isJsonObject(a) && isJsonObject(b) && sameFields(a, b, depth - 1)
}

function sameNumber(a: object, b: object): boolean {
  return a instanceof WireNumber && b instanceof WireNumber && a.text === b.text
}

function sameFields(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  depth: number,
): boolean {
  const keys = Object.keys(a).filter((key) => a[key] !== undefined)
  const count = Object.keys(b).filter((key) => b[key] !== undefined).length
  if (keys.length !== count) return false
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key], depth))
}
