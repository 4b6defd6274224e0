import type { MappingError } from '../run/scope.js'

/** A place of the system that gets another value; without `value` it is to be emptied. */
export interface WireChange {
  readonly pointer: string
  readonly value?: unknown
}

interface At {
  /** Pointer of the canonical value, with the list indexes of `after`. */
  readonly entity: string
  /** Keys of the list elements that it stands in, the outermost first. */
  readonly keys: readonly string[]
  /** The operation of the system that changes it. */
  readonly write: string
}

/** One canonical value says something else, and what that is on the wire. */
export interface ValueChange extends At {
  readonly kind: 'changed'
  /** Pointers have the list indexes of the document that says `before`. */
  readonly wire: readonly WireChange[]
}

/** A list has one element more: its key, its place in the list as it is to be, its document. */
export interface AddedElement extends At {
  readonly kind: 'added'
  readonly key: string
  readonly wire: string
  readonly value: unknown
}

/** A list has one element less; both pointers have the indexes of `before`. */
export interface RemovedElement extends At {
  readonly kind: 'removed'
  readonly key: string
  readonly wire: string
}

/** The elements that stay have another order: each with where it is now, in the order to come. */
export interface ReorderedList extends At {
  readonly kind: 'reordered'
  readonly wire: string
  readonly order: readonly { readonly key: string; readonly wire: string }[]
}

/** One step of a {@link Patch}. */
export type Change = ValueChange | AddedElement | RemovedElement | ReorderedList

/** A canonical value or difference that the system cannot say, and why. */
export interface Unwritten {
  readonly entity: string
  readonly reason: string
}

/** What makes a system that says one thing say another. */
export interface Patch {
  readonly changes: readonly Change[]
  /** Differences that reach no place of the system; no reason to refuse the rest. */
  readonly unwritten: readonly Unwritten[]
}

/** Why there is no patch: no operation changes the place, or an entity cannot be written at all. */
export type PatchRefusal =
  | { readonly kind: 'read-only'; readonly entity: string; readonly wire: readonly string[] }
  | {
      readonly kind: 'unmappable'
      readonly of: 'base' | 'before' | 'after'
      readonly error: MappingError
    }

/** Something as it is and as it is to be. */
export interface Pair<T> {
  readonly before: T
  readonly after: T
}

/** What a comparison has found so far. */
export interface Differences {
  readonly changes: Change[]
  readonly unwritten: Unwritten[]
  readonly refusals: PatchRefusal[]
}
