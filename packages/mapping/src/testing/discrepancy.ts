import { diffPaths } from '@canonry/model'
import type { MappingError } from '../run/scope.js'
import { readPath, tokensOf } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'

/** One thing that is not as a law says, in words and with the places that are known. */
export interface Discrepancy {
  readonly what: string
  /** Pointers of the place; the side that is not known follows from the rule. */
  readonly wire?: string
  readonly entity?: string
  readonly expected?: unknown
  readonly actual?: unknown
}

/** Two values that should be the same, and on which side they stand. */
export interface Compared {
  readonly what: string
  readonly side: 'wire' | 'entity'
  readonly expected: unknown
  readonly actual: unknown
  /** Places that may differ, by pointer with `*` for any element. */
  readonly except?: (pointer: string) => boolean
}

/** The first place at which two values differ. */
export function differenceOf({
  what,
  side,
  expected,
  actual,
  except = () => false,
}: Compared): Discrepancy | undefined {
  // generated objects may lack a prototype, which says nothing about JSON
  if (sameValue(actual, expected)) return undefined
  const places = diffPaths(expected, actual)
  if (places.length === 0) return { what: `${what}: it is nested too deeply to be compared` }
  const [pointer] = places.filter((place) => !except(place))
  if (pointer === undefined) return undefined
  return {
    what,
    [side]: pointer,
    expected: valueAt(expected, pointer),
    actual: valueAt(actual, pointer),
  }
}

/** A refusal where there should be none. */
export function refusal(what: string, errors: readonly MappingError[]): Discrepancy {
  const [error] = errors
  if (!error) return { what }
  const { rule, code, expected, found, wire, entity } = error
  return {
    what: `${what} by "${rule}" (${code})`,
    wire,
    entity,
    expected: words(expected),
    actual: words(found),
  }
}

const WORDS: unique symbol = Symbol('words')

/** Words about a value, in the place of a value. */
export interface Words {
  readonly [WORDS]: string
}

/** Says something about a value instead of the value. */
export function words(text: string): Words {
  return { [WORDS]: text }
}

/** The words that stand in the place of a value, if they do. */
export function wordsOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && WORDS in value
    ? (value as Words)[WORDS]
    : undefined
}

/** What stands at a place of a value, whichever side it is of. */
export function valueAt(value: unknown, pointer: string): unknown {
  let inner = value
  for (const token of tokensOf(pointer)) {
    inner = Array.isArray(inner) ? inner[Number(token)] : readPath(inner, [token])
  }
  return inner
}
