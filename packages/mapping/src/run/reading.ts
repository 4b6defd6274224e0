import type { AnyMapping, Node } from '../declare/node.js'
import type { Gathered } from './residue.js'
import type { FAILED, Scope } from './scope.js'

/** A document that is being read. */
export interface Reading extends Scope {
  readonly document: object
  readonly residue: Gathered
  /** Where the document stands among its siblings, counted from 0. */
  readonly index: number | undefined
}

/** A rule made ready: reads its value, nothing, or notes errors and fails. */
export type Reader = (reading: Reading) => unknown

/** A rule for a list made ready; its first element is the entity's element number `offset`. */
export type ListReader = (reading: Reading, offset: number) => readonly unknown[] | typeof FAILED

/** A mapping made ready: reads the document of a scope whose context is that of the outer one. */
export type DocumentReader = (reading: Reading) => object

/** How rules get at the rules and mappings inside them. */
export interface Readers {
  node(node: Node): Reader
  document(mapping: AnyMapping): DocumentReader
}
