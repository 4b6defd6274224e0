import type { AnyMapping, Node } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { type Place, readPath, writePath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import type { Kept } from './residue.js'
import { complainAt, type Scope } from './scope.js'

/** Where an entity is written, and how to write what is inside it. */
export interface EncodeScope extends Scope {
  readonly source: unknown
  /** The document as far as it is written. */
  readonly document: object
  readonly kept: Kept | undefined
  readonly write: {
    /** Runs one rule: puts what the entity says at the rule's place into the document. */
    node(node: Node, scope: EncodeScope): void
    /** Writes the scope's source through a mapping. */
    document(mapping: AnyMapping, scope: Omit<EncodeScope, 'document'>): object
  }
}

const CONTRADICTION = refuse('contradiction', 'one value for a place that two rules write')

/** Puts a value at a place of the document; two rules that write different values are an error. */
export function putValue(
  scope: EncodeScope,
  node: Node,
  { place, value }: { readonly place: Place; readonly value: unknown },
): void {
  if (value === undefined) return
  const { document } = scope
  const before = readPath(document, place.path)
  if (before !== undefined && !sameValue(before, value)) {
    complainAt(scope, node, { refusal: CONTRADICTION, value, wire: place })
  } else writePath(document, place.path, value)
}
