import { err, ok } from 'neverthrow'
import { isJsonObject, ownValue } from '../../wire/json.js'
import { readPath, tokensOf } from '../../wire/path.js'
import {
  ANY,
  NO_REASON,
  type Spec,
  type SpecContent,
  type SpecField,
  type SpecResult,
} from './spec.js'

type Schema = Readonly<Record<string, unknown>>

/** Which part of a JSON Schema, and what to call it. */
export interface JsonSchemaOptions {
  /** A name among `$defs` or `definitions`, or a JSON Pointer; the whole schema if absent. */
  readonly type?: string
  readonly title?: string
}

/**
 * A JSON Schema (draft-07 to 2020-12) as a specification.
 *
 * Alternatives (`allOf`, `anyOf`, `oneOf`, `if`) count together: a field of any of them is a field.
 * `$ref` works within the document; what it says of other documents is left open.
 */
export function jsonSchemaSpec(
  document: unknown,
  { type, title }: JsonSchemaOptions = {},
): SpecResult {
  const schema = type === undefined ? document : definitionOf(document, type)
  if (schema === undefined) {
    return err({ kind: 'no-such-type', message: `the schema defines no ${type}` })
  }
  const named = isJsonObject(document) ? document['title'] : undefined
  const words = title ?? (typeof named === 'string' ? named : 'JSON Schema')
  return ok(schemaSpec({ root: document, schema, title: type ? `${words}: ${type}` : words }))
}

/** One schema of a document. */
export interface SchemaPlace {
  readonly root: unknown
  readonly schema: unknown
  readonly title: string
}

/** A schema within its document as a specification. */
export function schemaSpec({ root, schema, title }: SchemaPlace): Spec {
  return { title, content: () => contentOf(root, [schema]) }
}

function definitionOf(document: unknown, type: string): unknown {
  if (type.startsWith('/')) return readPath(document, tokensOf(type))
  return readPath(document, ['$defs', type]) ?? readPath(document, ['definitions', type])
}

function contentOf(root: unknown, schemas: readonly unknown[]): SpecContent {
  const { layers: found, isOpen, note } = layersOf(root, schemas)
  const layers = [...found]
  const named = new Map<string, unknown[]>()
  for (const layer of layers) {
    for (const [name, schema] of propertiesOf(layer)) {
      named.set(name, [...(named.get(name) ?? []), schema])
    }
  }
  const elements = layers.flatMap(elementsOf)
  if (elements.length > 0) named.set(ANY, [...(named.get(ANY) ?? []), ...elements])
  const fields = [...named].map(([name, inside]) => fieldOf(root, name, inside))
  return {
    fields,
    isOpen: isOpen || (fields.length === 0 && layers.every(saysNothing)),
    is: layers.find((layer) => 'properties' in layer || 'items' in layer) ?? layers[0] ?? {},
    ...(note === undefined ? {} : { note }),
  }
}

function fieldOf(root: unknown, name: string, schemas: readonly unknown[]): SpecField {
  const { layers } = layersOf(root, schemas)
  const isDeprecated = [...layers].some((layer) => layer['deprecated'] === true)
  return {
    name,
    ...(isDeprecated ? { deprecated: NO_REASON } : {}),
    content: () => contentOf(root, schemas),
  }
}

interface Layers {
  readonly layers: Set<Schema>
  isOpen: boolean
  note?: string
}

/** Schemas with all that they refer to and are made of; what contains itself at once is cut. */
function layersOf(root: unknown, schemas: readonly unknown[]): Layers {
  const found: Layers = { layers: new Set(), isOpen: false }
  for (const schema of schemas) addLayers(schema, { root, around: [], found })
  return found
}

// of references and alternatives: fields inside fields go as deep as anybody asks
const DEEPEST = 256

interface Adding {
  readonly root: unknown
  readonly around: readonly Schema[]
  readonly found: Layers
}

function addLayers(schema: unknown, { root, around, found }: Adding): void {
  if (schema === true) found.isOpen = true
  if (!isJsonObject(schema)) return
  if (around.length > DEEPEST) {
    found.isOpen = true
    found.note = `is put together of more than ${DEEPEST} levels`
    return
  }
  if (around.includes(schema)) found.note = 'refers to itself'
  if (found.layers.has(schema)) return
  found.layers.add(schema)
  const inner = { root, around: [...around, schema], found }
  for (const reference of referencesOf(schema)) {
    const target = resolveReference(root, reference)
    if (target === undefined) {
      found.isOpen = true
      found.note = `refers to ${reference}, which is not in this document`
    } else addLayers(target, inner)
  }
  for (const part of partsOf(schema)) addLayers(part, inner)
}

function referencesOf(schema: Schema): readonly string[] {
  const references = [schema['$ref'], schema['$dynamicRef'], schema['$recursiveRef']]
  return references.filter((reference) => typeof reference === 'string')
}

function partsOf(schema: Schema): readonly unknown[] {
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => listOf(schema[key]))
  const single = ['if', 'then', 'else'].flatMap((key) => (key in schema ? [schema[key]] : []))
  const dependent = ['dependentSchemas', 'dependencies'].flatMap((key) => valuesOf(schema[key]))
  return [...lists, ...single, ...dependent].filter(isJsonObject)
}

function propertiesOf(schema: Schema): readonly (readonly [string, unknown])[] {
  const { properties } = schema
  return isJsonObject(properties) ? Object.entries(properties) : []
}

/** What any element of a list and any key of a map holds. */
function elementsOf(schema: Schema): readonly unknown[] {
  const { items, prefixItems, additionalItems, unevaluatedItems, patternProperties } = schema
  const lists = [...listOf(items), items, ...listOf(prefixItems), additionalItems, unevaluatedItems]
  const maps = [schema['additionalProperties'], schema['unevaluatedProperties']]
  // that other keys are allowed makes them no fields
  const described = maps.filter((map) => isJsonObject(map) && Object.keys(map).length > 0)
  return [...lists, ...valuesOf(patternProperties), ...described].filter(isJsonObject)
}

// of text and numbers it is known that nothing is inside
const PLAIN = new Set(['string', 'number', 'integer', 'boolean'])

function saysNothing(schema: Schema): boolean {
  const { type } = schema
  if ('enum' in schema || 'const' in schema) return false
  return ![...listOf(type), type].some((each) => PLAIN.has(each as string))
}

/** What a reference means in its own document; `undefined` where it is not there. */
export function resolveReference(root: unknown, reference: string): unknown {
  if (reference === '#') return root
  if (reference.startsWith('#/')) return readReference(root, reference.slice(1))
  return findNamed(root, reference, new Set())
}

function readReference(root: unknown, pointer: string): unknown {
  let value = root
  for (const token of tokensOf(pointer)) {
    const key = decodeToken(token)
    if (Array.isArray(value)) value = value[Number(key)]
    else value = isJsonObject(value) ? ownValue(value, key) : undefined
  }
  return value
}

function decodeToken(token: string): string {
  try {
    return decodeURIComponent(token)
  } catch {
    return token
  }
}

/** The schema that names itself so: by `$id`, or by an anchor. */
function findNamed(value: unknown, name: string, seen: Set<object>): unknown {
  if (typeof value !== 'object' || value === null || seen.has(value)) return undefined
  seen.add(value)
  if (isJsonObject(value)) {
    const names = [value['$id'], value['id'], `#${value['$anchor']}`, `#${value['$dynamicAnchor']}`]
    if (names.includes(name)) return value
  }
  for (const inner of Object.values(value)) {
    const found = findNamed(inner, name, seen)
    if (found !== undefined) return found
  }
  return undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function valuesOf(value: unknown): readonly unknown[] {
  return isJsonObject(value) ? Object.values(value) : []
}
