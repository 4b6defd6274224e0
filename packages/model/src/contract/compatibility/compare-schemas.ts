import { canonicalText } from '../../value/canonical-text.js'
import { createWalk } from './compare-place.js'
import { findMalformed, findOversize, findUnsupported, type Unreadable } from './readable.js'
import { readDocument } from './resolve.js'
import {
  type Compatibility,
  type ContractDirection,
  judgeShift,
  type SchemaChange,
  type SchemaShift,
} from './schema-change.js'
import { NO_FRAME } from './walk.js'

/** How two schemas are compared. */
export interface CompareOptions {
  readonly direction: ContractDirection
  /**
   * Whether documents may hold properties that no schema declares: `closed` (the default) where
   * writers send what they declare, `open` where anybody adds what they like.
   */
  readonly writers?: 'closed' | 'open'
}

/** The outcome of comparing two schemas. */
export interface SchemaComparison {
  readonly verdict: Compatibility
  readonly changes: readonly SchemaChange[]
}

/**
 * Compares two versions of a JSON Schema (draft 2020-12; drafts 4 to 2019-09 and OpenAPI 3.0 as far
 * as their keywords say the same) and names every change with its rule.
 *
 * For a `reader`, all documents of the earlier schema must stay readable; for a `writer`, all
 * documents of the later one must be readable by who knows the earlier; `both` asks for both.
 * Closed for writers, open for readers: an added optional property is compatible unless a schema
 * refuses or constrains what it does not declare. A removed property is always breaking.
 *
 * Fails closed: what is unreadable, unknown, undecidable or too large is breaking. Never throws.
 */
export function compareSchemas(
  before: unknown,
  after: unknown,
  { direction, writers = 'closed' }: CompareOptions,
): SchemaComparison {
  const changes = shiftsBetween(before, after, writers).map((shift) => judgeShift(shift, direction))
  const isBreaking = changes.some(({ verdict }) => verdict === 'breaking')
  return { verdict: isBreaking ? 'breaking' : 'compatible', changes }
}

function shiftsBetween(
  before: unknown,
  after: unknown,
  writers: 'closed' | 'open',
): readonly SchemaShift[] {
  const oversize = findOversize(before) ?? findOversize(after)
  if (oversize) return [unreadable(oversize)]
  const places = [before, after].map((schema) => ({
    schema,
    pointer: '',
    document: readDocument(schema),
  }))
  const [earlier, later] = places
  const malformed = places.map(findMalformed).find((problem) => problem !== undefined)
  if (!earlier || !later || malformed) return [unreadable(malformed)]
  if (canonicalText(before) === canonicalText(after)) return []
  const unsupported = places.map(findUnsupported).find((problem) => problem !== undefined)
  if (unsupported) return [unreadable(unsupported)]
  return distinct(createWalk(writers).compare({ before: earlier, after: later, frame: NO_FRAME }))
}

function unreadable(problem: Unreadable = { pointer: '', message: 'is no schema' }): SchemaShift {
  const { pointer, message } = problem
  return { pointer, rule: 'unreadable', shift: 'different', message: `the schema ${message}` }
}

// a definition that many places refer to is told once
function distinct(shifts: readonly SchemaShift[]): readonly SchemaShift[] {
  return [...new Map(shifts.map((shift) => [JSON.stringify(shift), shift])).values()]
}
