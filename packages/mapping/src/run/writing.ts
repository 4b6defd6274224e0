import type { AnyMapping, Node } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { type Place, readPath, writePath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import type { Residue } from './residue.js'
import { complainAt, type Scope } from './scope.js'

/** An entity that is being written. */
export interface Writing extends Scope {
  readonly source: unknown
  /** The document as far as it is written. */
  readonly document: object
  readonly kept: Residue | undefined
}

/** A rule made ready: puts what the entity says at its place into the document. */
export type Writer = (writing: Writing) => void

/** A mapping made ready: writes the source of a scope whose context is that of the outer one. */
export type DocumentWriter = (writing: Omit<Writing, 'document'>) => object

/** How rules get at the rules and mappings inside them. */
export interface Writers {
  node(node: Node): Writer
  document(mapping: AnyMapping): DocumentWriter
}

const CONTRADICTION = refuse('contradiction', 'one value for a place that two rules write')

/** Puts a value at a place of the document; two rules that write different values are an error. */
export function putValue(
  writing: Writing,
  node: Node,
  { place, value }: { readonly place: Place; readonly value: unknown },
): void {
  if (value === undefined) return
  const { document } = writing
  const before = readPath(document, place.path)
  if (before !== undefined && !sameValue(before, value)) {
    complainAt(writing, node, { refusal: CONTRADICTION, value, wire: place })
  } else writePath(document, place.path, value)
}
