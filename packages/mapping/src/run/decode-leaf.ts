import type { LeafNode } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { readPath } from '../wire/path.js'
import type { DecodeScope } from './decode-scope.js'
import { keepDifference } from './residue.js'
import { complainAt, decodeThrough, encodeThrough, normalThrough } from './scope.js'

const MISSING = refuse('missing', 'a value')

/** Reads one value through its leaf and keeps what the leaf would forget. */
export function decodeLeaf(node: LeafNode, scope: DecodeScope): unknown {
  const { leaf, wire, empty } = node
  const raw = readPath(scope.document, wire.path)
  const isEmpty = raw === undefined || raw === null
  if (isEmpty && empty === 'refused') {
    return complainAt(scope, node, { refusal: MISSING, value: raw })
  }
  if (isEmpty && empty === 'optional') {
    if (raw === null) keepDifference(scope, { place: wire, raw, back: undefined })
    return undefined
  }
  const value = decodeThrough(leaf, raw ?? null, scope.context)
  if (isRefusal(value)) return complainAt(scope, node, { refusal: value, value: raw })
  if (!forgetsNothing(node, raw)) keepLeaf(node, { raw, value }, scope)
  return value
}

function forgetsNothing({ leaf }: LeafNode, raw: unknown): boolean {
  if (raw === undefined) return false
  if (leaf.lossless) return raw !== null
  return leaf.normal !== undefined && leaf.loss === undefined && typeof raw !== 'object'
}

function keepLeaf(
  { leaf, wire }: LeafNode,
  { raw, value }: { readonly raw: unknown; readonly value: unknown },
  scope: DecodeScope,
): void {
  const back = encodeThrough(leaf, value, scope.context)
  keepDifference(scope, {
    place: wire,
    raw,
    back: isRefusal(back) ? undefined : back,
    normal: (state) => normalThrough(leaf, state),
  })
}
