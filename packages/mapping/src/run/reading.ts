import type { AnyMapping, EachNode, NestNode, Node } from '../declare/node.js'
import type { Place } from '../wire/path.js'
import { type Gathered, type GatheredElement, startResidue } from './residue.js'
import type { FAILED, Position, Scope } from './scope.js'

/** A document that is being read. */
export interface Reading extends Scope {
  readonly document: object
  readonly residue: Gathered
  /** Where the document stands among its siblings, counted from 0. */
  readonly index: number | undefined
}

/**
 * A document that is being read by its mapping.
 *
 * The documents inside one take turns in one reading, so that none needs to be made for each.
 */
export interface Surveyed extends Reading {
  document: object
  /** Until the document is surveyed, that of the document around it. */
  context: object
  residue: Gathered
  index: number | undefined
  readonly position: MovingPosition
  /** What this document and those around it hold at the places that rules read. */
  readonly raws: unknown[]
  /** Where the places of this document begin there; each has its number. */
  base: number
  /** Where they end, and those of a document inside begin. */
  end: number
  /** The reading that the documents inside take turns in. */
  inner: Surveyed | undefined
  /** Where the residue of an element is gathered; one of which nothing is kept leaves it to the next. */
  spare: GatheredElement | undefined
}

type MovingPosition = { -readonly [K in keyof Position]: Position[K] }

/** Starts to read a document that is read by itself, with room for all that stands in it at once. */
export function startReading(
  document: object,
  { context, errors, room }: Around & { readonly room: number },
): Surveyed {
  return start(document, { context, errors, raws: new Array(room), outer: undefined })
}

type Around = Pick<Surveyed, 'context' | 'errors'>

/** The reading for documents inside, before the first of them has its turn. */
export function readingInside(outer: Surveyed, { wire, entity }: NestNode | EachNode): Surveyed {
  const { document, context, errors, raws } = outer
  outer.inner ??= start(document, { context, errors, raws, outer })
  const { inner } = outer
  const { position } = inner
  inner.context = context
  inner.index = outer.index
  inner.base = outer.end
  position.wire = wire.pointer
  position.entity = entity.pointer
  position.wireIndex = undefined
  position.entityIndex = undefined
  position.name = undefined
  return inner
}

// all that is read is of one shape, which makes it fast
function start(
  document: object,
  { context, errors, raws, outer }: Around & Pick<Surveyed, 'raws' | 'outer'>,
): Surveyed {
  return {
    document,
    context,
    errors,
    residue: startResidue(),
    index: undefined,
    outer,
    position: startPosition(),
    raws,
    base: 0,
    end: 0,
    inner: undefined,
    spare: undefined,
  }
}

function startPosition(): MovingPosition {
  return { wire: '', entity: '', wireIndex: undefined, entityIndex: undefined, name: undefined }
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
export interface DocumentReader<M = unknown> {
  readonly mapping: M
  /** How many values stand in {@link Surveyed.raws} at once, those of documents inside included. */
  readonly room: number
  read(mapping: M, reading: Surveyed): object
}

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
