import type { AnyMapping, EachNode, Node, SingleNode } from '../declare/node.js'
import type { Residue } from '../run/residue.js'
import { askAbout } from '../run/scope.js'
import type { Differences, Pair } from './change.js'

/** Where a document stands: pointers of both sides, the keys around it, the operation it inherits. */
export interface Spot {
  readonly wire: string
  readonly entity: Pair<string>
  readonly keys: readonly string[]
  /** What changes everything inside, where a nested document says so. */
  readonly write: string | undefined
}

/** An entity before and after, beside the documents that say both. */
export interface Compared {
  readonly values: Pair<unknown>
  readonly documents: Pair<unknown>
  readonly contexts: Pair<object>
  readonly kept: Residue | undefined
  readonly spot: Spot
  readonly found: Differences
}

/** The same of both. */
export function both<T, U>({ before, after }: Pair<T>, of: (side: T) => U): Pair<U> {
  return { before: of(before), after: of(after) }
}

/** An element of the entity's list, with its index there. */
export interface Element {
  readonly value: unknown
  readonly index: number
}

/** Whether an element belongs to a list. */
export function owns({ owns }: EachNode | SingleNode, element: unknown): boolean {
  return owns === undefined || askAbout(owns, element) === true
}

/** A list, as far as one rule owns it, before and after. */
export interface ComparedLists extends Compared {
  readonly lists: Pair<readonly Element[]>
}

/** How lists get at the comparison of what is inside them. */
export interface Comparers {
  node(node: Node, compared: Compared): void
  document(mapping: AnyMapping, compared: Compared): void
}
