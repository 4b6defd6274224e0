import { escapePointer } from '../../entity/pointer.js'

/** A schema document, with what its references can point to. */
export interface SchemaDocument {
  readonly root: unknown
  readonly anchors: ReadonlyMap<string, string>
}

/** One schema inside a document, and where it stands. */
export interface Place {
  readonly schema: unknown
  readonly pointer: string
  readonly document: SchemaDocument
}

/** The value of a keyword, or `undefined`; never anything inherited. */
export function keyword(place: Place, name: string): unknown {
  const { schema } = place
  return isRecord(schema) && Object.hasOwn(schema, name) ? schema[name] : undefined
}

/** The schema under a keyword (and a key of it). */
export function childOf(place: Place, ...tokens: readonly string[]): Place {
  let schema: unknown = place.schema
  for (const token of tokens) schema = ownValue(schema, token)
  const pointer = `${place.pointer}${tokens.map((token) => `/${escapePointer(token)}`).join('')}`
  return { ...place, schema, pointer }
}

/** The schemas under a keyword that holds an object of them, by key. */
export function childrenOf(place: Place, name: string): ReadonlyMap<string, Place> {
  const value = keyword(place, name)
  const keys = isRecord(value) ? Object.keys(value) : []
  return new Map(keys.map((key) => [key, childOf(place, name, key)]))
}

/** The schemas under a keyword that holds a list of them. */
export function armsOf(place: Place, name: string): readonly Place[] {
  const value = keyword(place, name)
  return Array.isArray(value) ? value.map((_, index) => childOf(place, name, String(index))) : []
}

/** The same place with another schema in it. */
export function withSchema(place: Place, schema: unknown): Place {
  return { ...place, schema }
}

/** The schema without some keywords. */
export function without(schema: unknown, names: readonly string[]): unknown {
  if (!isRecord(schema)) return schema
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)))
}

/** Whether a value is an object that is no array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value of an object or array by its own key. */
export function ownValue(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<string, unknown>>)[key]
}
