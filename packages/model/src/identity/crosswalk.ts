import type { Result } from 'neverthrow'
import type { Ref } from '../entity/ref.js'
import type { Alias, CrosswalkRecords, EntityId, Link } from './link.js'

/** Which entity an outside name means: one, none yet, or several, which only a person can settle. */
export type Resolution =
  | { readonly kind: 'one'; readonly id: EntityId }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous'; readonly ids: readonly EntityId[] }

/** What an operation changed; `unchanged` where it said what was known already. */
export type CrosswalkChange =
  | { readonly kind: 'minted'; readonly id: EntityId }
  | { readonly kind: 'linked' | 'unlinked'; readonly link: Link }
  | { readonly kind: 'merged' | 'unmerged'; readonly alias: Alias }
  | { readonly kind: 'unchanged' }

/** Why a crosswalk refuses; nothing has changed. */
export interface CrosswalkFailure {
  readonly kind:
    | 'id-used'
    | 'unknown-id'
    | 'already-merged'
    | 'same-entity'
    | 'changed-since'
    | 'not-undoable'
  readonly message: string
}

/** What an operation answers. */
export type CrosswalkAnswer = Result<CrosswalkChange, CrosswalkFailure>

/**
 * Which outside names belong to which of our entities, why, and since when two are one.
 *
 * Links are claims with evidence: an entity has many names, also several of one system; the same
 * name linked to two entities is ambiguous until one claim is taken back or the two are merged.
 * Nothing is rewritten by a merge, so taking it back restores both entities with their own names.
 * The order in which links are made plays no part. {@link memoryCrosswalk} is the meaning of this
 * interface; a store loads the records at hand, works on them there, and commits the changes.
 */
export interface Crosswalk {
  /** Registers a fresh id; one that was ever seen before is refused. */
  readonly mint: (id: EntityId) => CrosswalkAnswer
  /** The entity that a name means; its role plays no part. */
  readonly resolve: (ref: Ref) => Resolution
  /** Claims that a name belongs to an entity. The same name, id and evidence count once. */
  readonly link: (link: Link) => CrosswalkAnswer
  /** Takes exactly this claim back; others for the same name and id stay. */
  readonly unlink: (link: Link) => CrosswalkAnswer
  /** Claims that `from`, not merged yet, is the same entity as `into`. */
  readonly merge: (alias: Alias) => CrosswalkAnswer
  /** Takes the merge of an id back. */
  readonly unmerge: (from: EntityId) => CrosswalkAnswer
  /** Takes a change back, unless something later depends on it; a minted id stays used. */
  readonly undo: (change: CrosswalkChange) => CrosswalkAnswer
  /** The id under which an entity is known now; `undefined` for an id never minted. */
  readonly currentId: (id: EntityId) => EntityId | undefined
  /** All claims about an entity, those of ids merged into it included, in a fixed order. */
  readonly linksOf: (id: EntityId) => readonly Link[]
  /** Everything it holds, in a fixed order. */
  readonly records: () => CrosswalkRecords
}
