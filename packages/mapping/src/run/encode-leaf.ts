import type { AnyLeaf, LeafNode } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { type EncodeScope, putValue } from './encode-scope.js'
import { type Kept, keptAt, overlay } from './residue.js'
import { complainAt, decodeThrough, encodeThrough } from './scope.js'

const MISSING = refuse('missing', 'a value')

/** Writes one value through its leaf, in the document's own words where they still say it. */
export function encodeLeaf(node: LeafNode, scope: EncodeScope): void {
  const { leaf, wire, empty, entity } = node
  const value = readPath(scope.source, entity.path)
  const kept = keptAt(scope.kept, wire.path)
  if (value === undefined) {
    if (empty !== 'optional') complainAt(scope, node, { refusal: MISSING, value })
    else if (kept?.value === null) putValue(scope, node, { place: wire, value: null })
    return
  }
  const fresh = encodeThrough(leaf, value, scope.context)
  const written = kept ? inOwnWords(node, { fresh, kept, value }, scope.context) : fresh
  if (isRefusal(written)) complainAt(scope, node, { refusal: written, value })
  else putValue(scope, node, { place: wire, value: written })
}

interface Choice {
  readonly fresh: unknown
  readonly kept: Kept
  readonly value: unknown
}

function inOwnWords(node: LeafNode, { fresh, kept, value }: Choice, context: object): unknown {
  const still = (wire: unknown) => says(node, { wire, value }, context)
  const base = isRefusal(fresh) ? undefined : fresh
  const own = overlay(base, kept)
  if (still(own)) return own
  const added = isJsonObject(base) ? overlay(base, additionsOf(base, kept)) : base
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
function additionsOf(fresh: Readonly<Record<string, unknown>>, kept: Kept): Kept {
  const fields = [...kept.fields].flatMap(([key, inner]): [string, Kept][] => {
    if (!Object.hasOwn(fresh, key)) return [[key, inner]]
    const value = fresh[key]
    return isJsonObject(value) ? [[key, additionsOf(value, inner)]] : []
  })
  return { fields: new Map(fields) }
}
