import type { AnyMapping, Node } from '../declare/node.js'
import type { Gathered } from './residue.js'
import type { Scope } from './scope.js'

/** Where a document is read, and how to read what is inside it. */
export interface DecodeScope extends Scope {
  readonly document: object
  readonly residue: Gathered
  readonly read: {
    /** Runs one rule on the scope's document: its value, or that it failed. */
    node(node: Node, scope: DecodeScope): unknown
    /** Reads the scope's document through a mapping. */
    document(mapping: AnyMapping, scope: DecodeScope): object
  }
}
