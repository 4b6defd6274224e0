import type { MappingError } from '@canonry/mapping'
import { err, ok, type Result } from 'neverthrow'
import type { Resource, ResourcePart, WireContext } from './resource.js'

/** A document inside a resource's document, and the part whose mapping reads it. */
export interface PartDocument {
  readonly part: ResourcePart
  /** JSON Pointer of the document: `/refunds/1`. */
  readonly at: string
  readonly document: unknown
  /** What the mapping is told about it. */
  readonly context: WireContext
}

/**
 * The documents that the parts of a resource read, in the order of the parts.
 *
 * The first part is what the document is about, so it is there even where its place holds nothing;
 * any other place that holds nothing has no document.
 */
export function partDocuments(
  { parts }: Resource,
  wire: unknown,
  context: WireContext,
): Result<PartDocument[], readonly MappingError[]> {
  const found: PartDocument[] = []
  for (const part of parts) {
    const handed = { ...context, ...handedDown(part, wire) }
    const places = placesOf(part, wire)
    if (!places) return err([noList(part)])
    for (const { at, document } of places) {
      const isNothing = document === undefined || document === null
      if (isNothing && part !== parts[0]) continue
      found.push({ part, at, document: folded(part, document), context: handed })
    }
  }
  return ok(found)
}

/** What the wire document holds at a JSON Pointer; `undefined` where it ends early. */
export function valueAt(wire: unknown, pointer: string): unknown {
  let value = wire
  for (const key of keysOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = value[key as keyof typeof value]
  }
  return value
}

// the same few pointers, those of a pack's declarations, are followed in every document
const followed = new Map<string, readonly string[]>()
const MOST_FOLLOWED = 1_000

function keysOf(pointer: string): readonly string[] {
  const known = followed.get(pointer)
  if (known) return known
  const keys = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (followed.size < MOST_FOLLOWED) followed.set(pointer, keys)
  return keys
}

const EVERY = '/*'

function placesOf(
  { at = '' }: ResourcePart,
  wire: unknown,
): readonly Pick<PartDocument, 'at' | 'document'>[] | undefined {
  if (!at.endsWith(EVERY)) return [{ at, document: valueAt(wire, at) }]
  const list = at.slice(0, -EVERY.length)
  const documents = valueAt(wire, list) ?? []
  if (!Array.isArray(documents)) return undefined
  return documents.map((document, index) => ({ at: `${list}/${index}`, document }))
}

function handedDown({ handed = {} }: ResourcePart, wire: unknown): Record<string, unknown> {
  const values = Object.entries(handed).map(([name, pointer]) => [name, valueAt(wire, pointer)])
  return Object.fromEntries(values)
}

function folded({ fold }: ResourcePart, document: unknown): unknown {
  return fold && document !== undefined && document !== null ? fold(document) : document
}

function noList({ at = '', entity }: ResourcePart): MappingError {
  const wire = at.slice(0, -EVERY.length)
  return { rule: entity, code: 'type', expected: 'a list', found: 'no list', wire, entity: '' }
}
