import { escapePointer, pointerKeys } from '../../entity/pointer.js'
import { DEFINITIONS, isAnnotation } from './keywords.js'
import { isRecord, keyword, ownValue, type Place, type SchemaDocument } from './place.js'

/** A document whose references can be followed; its size must have been checked. */
export function readDocument(root: unknown): SchemaDocument {
  const anchors = new Map<string, string>()
  const open: { value: unknown; pointer: string }[] = [{ value: root, pointer: '' }]
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue
    const anchor = ownValue(next.value, '$anchor')
    if (typeof anchor === 'string') anchors.set(anchor, next.pointer)
    for (const [key, value] of Object.entries(next.value)) {
      open.push({
        value,
        pointer: `${next.pointer}/${escapePointer(key)}`,
      })
    }
  }
  return { root, anchors }
}

/**
 * The schema that a place stands for: chains of `$ref` that stand alone are followed.
 *
 * A reference to another document, or into nowhere, stays what it is.
 */
export function resolve(place: Place): Place {
  const seen = new Set<string>()
  let here = place
  while (isPlainReference(here.schema) && !seen.has(here.pointer)) {
    seen.add(here.pointer)
    const target = targetOf(here)
    if (!target) return here
    here = target
  }
  return here
}

/** Where the `$ref` of a place points to, or `undefined` when that is not in the same document. */
export function targetOf(place: Place): Place | undefined {
  const reference = keyword(place, '$ref')
  const { document } = place
  const pointer = typeof reference === 'string' ? pointerOf(reference, document) : undefined
  if (pointer === undefined) return undefined
  let schema: unknown = document.root
  for (const key of pointerKeys(pointer)) schema = ownValue(schema, key)
  if (typeof schema !== 'boolean' && !isRecord(schema)) return undefined
  return { schema, pointer, document }
}

/** Whether a reference stays inside its document. */
export function isLocal(reference: string, { root }: Pick<SchemaDocument, 'root'>): boolean {
  const id = ownValue(root, '$id')
  return reference.startsWith('#') || (typeof id === 'string' && reference.split('#')[0] === id)
}

function pointerOf(reference: string, document: SchemaDocument): string | undefined {
  if (!isLocal(reference, document)) return undefined
  const fragment = decoded(reference.split('#')[1] ?? '')
  if (fragment === undefined || fragment === '' || fragment.startsWith('/')) return fragment
  return document.anchors.get(fragment)
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return undefined
  }
}

function isPlainReference(schema: unknown): boolean {
  if (!isRecord(schema) || !Object.hasOwn(schema, '$ref')) return false
  return Object.keys(schema).every(
    (name) => name === '$ref' || isAnnotation(name) || DEFINITIONS.includes(name),
  )
}

/** The keywords of a schema that say something about documents. */
export function constraintsOf(schema: unknown): readonly string[] {
  if (!isRecord(schema)) return []
  return Object.keys(schema).filter(
    (name) => !isAnnotation(name) && !DEFINITIONS.includes(name) && name !== '$schema',
  )
}

/** Whether a schema accepts every document. */
export function acceptsAll(schema: unknown): boolean {
  return (
    schema === undefined ||
    schema === true ||
    (isRecord(schema) && constraintsOf(schema).length === 0)
  )
}
