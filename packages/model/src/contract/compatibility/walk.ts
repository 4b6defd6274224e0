import type { Place } from './place.js'
import type { SchemaShift, Shift } from './schema-change.js'

/**
 * What else is said about the same object by schemas around a schema.
 *
 * Decides whether a property that is new in one schema may already be in documents.
 */
export interface Frame {
  /** Properties that surrounding schemas declare. */
  readonly names: ReadonlySet<string>
  /** Whether a surrounding schema lets writers add properties of any name. */
  readonly isOpen: boolean
  /** Whether a surrounding schema declares properties at all: an object without any is free. */
  readonly isDeclared: boolean
}

/** One earlier and one later schema for the same part of a document. */
export interface Pair {
  readonly before: Place
  readonly after: Place
  readonly frame: Frame
}

/** What the comparisons of the single keywords share. */
export interface Walk {
  /** Whether documents may hold properties that no schema declares. */
  readonly writers: 'closed' | 'open'
  readonly compare: (pair: Pair) => readonly SchemaShift[]
}

/** The frame of a part that no other schema speaks about. */
export const NO_FRAME: Frame = { names: new Set(), isOpen: false, isDeclared: false }

/** A shift at a keyword of a place. */
export function shiftAt(
  { pointer }: Pick<Place, 'pointer'>,
  { at, ...told }: { at: string; rule: string; shift: Shift; message: string },
): SchemaShift {
  return { pointer: `${pointer}/${at}`, ...told }
}
