import { canonicalText } from '../../value/canonical-text.js'
import { isRecord, keyword, type Place } from './place.js'

/** The types of JSON, numbers split so that `integer` is a part of `number`. */
export type ValueType = 'array' | 'boolean' | 'fraction' | 'integer' | 'null' | 'object' | 'string'

const ALL: readonly ValueType[] = [
  'array',
  'boolean',
  'fraction',
  'integer',
  'null',
  'object',
  'string',
]

/** The types of the documents that a schema's own keywords accept. */
export function typesOf(place: Place): ReadonlySet<ValueType> {
  const values = valuesOf(place)
  return values ? new Set([...values.values()].map(typeOf)) : declaredTypes(place)
}

/**
 * The values that a schema's own keywords accept, by canonical text, where it names them all:
 * `enum`, `const`, and types that have one or two values.
 */
export function valuesOf(place: Place): ReadonlyMap<string, unknown> | undefined {
  const types = declaredTypes(place)
  const named = namedValues(place)
  if (!named && [...types].some((type) => type !== 'null' && type !== 'boolean')) return undefined
  const values = named ?? [null, false, true]
  const accepted = values.filter((value) => types.has(typeOf(value)))
  return new Map(accepted.map((value) => [canonicalText(value), value]))
}

function namedValues(place: Place): readonly unknown[] | undefined {
  const { schema } = place
  const hasConst = isRecord(schema) && Object.hasOwn(schema, 'const')
  const list = keyword(place, 'enum')
  if (!Array.isArray(list)) return hasConst ? [keyword(place, 'const')] : undefined
  if (!hasConst) return list
  const only = canonicalText(keyword(place, 'const'))
  return list.filter((value) => canonicalText(value) === only)
}

function declaredTypes(place: Place): ReadonlySet<ValueType> {
  const type = keyword(place, 'type')
  if (type === undefined) return new Set(ALL)
  const names = [type].flat() as string[]
  // OpenAPI 3.0 says `nullable` where JSON Schema lists the type
  const all = keyword(place, 'nullable') === true ? [...names, 'null'] : names
  return new Set(
    all.flatMap((name): ValueType[] =>
      name === 'number' ? ['integer', 'fraction'] : [name as ValueType],
    ),
  )
}

function typeOf(value: unknown): ValueType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction'
  return typeof value as ValueType
}
