import type { AnyLeaf, LeafNode } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { isJsonObject, ownValue } from '../wire/json.js'
import { pathReader } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { type Kept, keptAt, overlay, type Residue } from './residue.js'
import { complainAt, decodeThrough, encodeThrough } from './scope.js'
import { putValue, type Writer, type Writing } from './writing.js'

const MISSING = refuse('missing', 'a value')

/** Writes one value through its leaf, in the document's own words where they still say it. */
export function leafWriter(node: LeafNode): Writer {
  const { leaf, wire, entity } = node
  const sourceOf = pathReader(entity.path)
  return (writing) => {
    const value = sourceOf(writing.source as object)
    const kept = keptAt(writing.kept, wire.path)
    if (value === undefined) {
      writeNothing(node, kept, writing)
      return
    }
    const fresh = encodeThrough(leaf, value, writing.context)
    const written = kept ? inOwnWords(node, { fresh, kept, value }, writing.context) : fresh
    if (isRefusal(written)) complainAt(writing, node, { refusal: written, value })
    else putValue(writing, node, { place: wire, value: written })
  }
}

function writeNothing(node: LeafNode, kept: Kept | undefined, writing: Writing): void {
  if (node.empty !== 'optional') {
    complainAt(writing, node, { refusal: MISSING, value: undefined })
  } else if (kept?.value === null) putValue(writing, node, { place: node.wire, value: null })
}

/** A fresh wire value, what is kept of the document's own, and the canonical value to be said. */
export interface Choice {
  readonly fresh: unknown
  readonly kept: Kept
  readonly value: unknown
}

/** What a leaf writes: the document's own words for as long as they still say the value. */
export function inOwnWords(
  node: LeafNode,
  { fresh, kept, value }: Choice,
  context: object,
): unknown {
  const still = (wire: unknown) => says(node, { wire, value }, context)
  const base = isRefusal(fresh) ? undefined : fresh
  const own = overlay(base, kept)
  if (still(own)) return own
  const additions = isJsonObject(base) && kept.inside && additionsOf(base, kept.inside)
  const added = additions ? overlay(base, { inside: additions }) : base
  return added !== undefined && still(added) ? added : fresh
}

function says(
  { leaf, empty }: LeafNode,
  { wire, value }: { readonly wire: unknown; readonly value: unknown },
  context: object,
): boolean {
  if ((wire === undefined || wire === null) && empty !== 'meaning') return false
  return leaf.same
    ? sameThrough(leaf, { wire: wire ?? null, value }, context)
    : sameValue(decodeThrough(leaf, wire ?? null, context), value)
}

function sameThrough(
  leaf: AnyLeaf,
  { wire, value }: { readonly wire: unknown; readonly value: unknown },
  context: object,
): boolean {
  try {
    return leaf.same?.(wire, value, context) === true
  } catch {
    return false
  }
}

// of an object that says something new, the fields that the leaf does not know still hold
function additionsOf(fresh: Readonly<Record<string, unknown>>, residue: Residue): Residue {
  const isNew = (key: string) => !Object.hasOwn(fresh, key)
  const kept = Object.entries(residue.kept ?? {}).filter(([key]) => isNew(key))
  const inside = Object.entries(residue.inside ?? {}).flatMap(([key, inner]) => {
    if (isNew(key)) return [[key, inner] as const]
    const value = ownValue(fresh, key)
    return isJsonObject(value) ? [[key, additionsOf(value, inner)] as const] : []
  })
  return { kept: Object.fromEntries(kept), inside: Object.fromEntries(inside) }
}
