import type { Mapping } from '@canonry/mapping'
import { type EntityName, type Ref, refKey } from '@canonry/model'

/** What every mapping of a pack is told about the document: the account it came from. */
export interface WireContext {
  readonly account: string
}

/** One entity that a resource's documents hold: the whole document, or the part at a pointer. */
export interface ResourcePart {
  readonly entity: EntityName
  // biome-ignore lint/suspicious/noExplicitAny: parts of one resource have different wire types
  readonly mapping: Mapping<any, any, any>
  /**
   * JSON Pointer of the part; a document without it holds no such entity. With `/*` at its end every
   * element of the list is an entity of its own: `/refunds/*`.
   */
  readonly at?: string
  /** What the mapping is told of the document around the part: name → JSON Pointer from the root. */
  readonly handed?: Readonly<Record<string, string>>
  /**
   * Brings what a flat document keeps apart together into the form that the mapping reads; any other
   * value stays as it is. Pointers of errors are those of the folded form.
   */
  fold?(wire: unknown): unknown
}

/**
 * A thing as a system shows it, with its dialect: `order@webhook`.
 *
 * `versions` is the range of API versions that this mapping reads (`to` is absent while open), as
 * `readsVersion` compares them;
 * `revision` goes up whenever the mapping starts to read a document differently, so that known
 * versions are applied again.
 */
export interface Resource {
  readonly name: `${string}@${string}`
  /** The kind of the ref that names its documents: with a routing key it tells what to read. */
  readonly kind: string
  readonly versions: { readonly from: string; readonly to?: string }
  readonly revision: number
  readonly parts: readonly [ResourcePart, ...ResourcePart[]]
  /**
   * Present where documents tell changes instead of states, such as the postings of a ledger: the
   * state after a document, as JSON, given the state before (`undefined` at first). The parts read the
   * state, so the first part is all that there is.
   *
   * Each document is added once, however often it is replayed. In which order may be any one: what
   * comes out must be the same.
   */
  adds?(before: unknown, change: unknown): unknown
  /**
   * With `adds`: when, by the clock alone, the state will be another one, epoch milliseconds; from
   * then on the document is read, and what the read brings is one more change.
   */
  changesAt?(state: unknown): number | undefined
  /** No event tells of it, so that what a pull brings of it was not missed. */
  readonly untold?: true
  /** The version that the source gives the document, comparable within this source only. */
  version(wire: unknown): string | undefined
}

/** The key under which a source keeps the state of an entity: `order:shopify/acme/Order/1`. */
export function sourceKey(entity: EntityName, ref: Ref): string {
  return `${entity}:${refKey(ref)}`
}
