import type { AnyMapping, Node } from '../declare/node.js'
import type { Place } from '../wire/path.js'
import { type Gathered, startResidue } from './residue.js'
import type { FAILED, Scope } from './scope.js'

/** A document that is being read. */
export interface Reading extends Scope {
  readonly document: object
  readonly residue: Gathered
  /** Where the document stands among its siblings, counted from 0. */
  readonly index: number | undefined
}

/** A document that is being read by its mapping. */
export interface Surveyed extends Reading {
  /** Until the document is surveyed, that of the document around it. */
  context: object
  /** What the document holds at the places that rules read, each under its number. */
  raws: unknown[]
}

/** Where a document is read, and where its residue is gathered, if not by itself. */
export type Around = Pick<Surveyed, 'context' | 'errors' | 'index' | 'outer' | 'position'> & {
  readonly residue?: Gathered
}

// what stands in a document until it is surveyed
const NOT_YET: unknown[] = []

/** Starts to read a document; all that is read is of one shape, which makes it fast. */
export function startReading(document: object, around: Around): Surveyed {
  const { context, errors, index, outer, position, residue = startResidue() } = around
  return { document, context, errors, residue, index, outer, position, raws: NOT_YET }
}

/** A rule made ready for any document: reads its value, nothing, or notes errors and fails. */
export type Reader = (reading: Reading) => unknown

/**
 * A rule made ready for surveyed documents: a function, and what it needs to know of the rule.
 *
 * Functions that are made once run faster than closures that are made rule by rule.
 */
export interface RuleReader<P = unknown> {
  readonly rule: P
  /** What the rule takes over as it is, so that nobody needs to ask it. */
  readonly copied?: Copied | undefined
  read(rule: P, reading: Surveyed): unknown
}

/** Values of a type at a place. */
export interface Copied {
  readonly slot: number
  readonly type: 'string' | 'boolean' | 'nothing'
}

/** No value is of this type. */
export const NEVER_COPIED: Copied = { slot: 0, type: 'nothing' }

/** A rule made ready by a closure, where speed does not count. */
export function readerOf(read: (reading: Surveyed) => unknown): RuleReader {
  return { rule: undefined, read: (_, reading) => read(reading) }
}

/** A rule for a list made ready; its first element is the entity's element number `offset`. */
export type ListReader = (reading: Surveyed, offset: number) => readonly unknown[] | typeof FAILED

/** A mapping made ready: surveys a document and reads it. */
export type DocumentReader = (reading: Surveyed) => object

/** How rules are read one by one, and documents as a whole. */
export interface Readers {
  node(node: Node): Reader
  document(mapping: AnyMapping): DocumentReader
}

/** How the rules of a mapping get at their values, and at the rules and mappings inside them. */
export interface RuleReaders {
  /** The number of a place. */
  slotOf(place: Place): number
  rule(node: Node): RuleReader
  document(mapping: AnyMapping): DocumentReader
}
