import type { LeafNode } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { pathReader } from '../wire/path.js'
import { keepDifference } from './difference.js'
import type { Reader, Reading } from './reading.js'
import { complainAt, decodeThrough, encodeThrough, normalThrough } from './scope.js'

const MISSING = refuse('missing', 'a value')

/** Reads one value through its leaf and keeps what the leaf would forget. */
export function leafReader(node: LeafNode): Reader {
  const { leaf, wire, empty } = node
  const rawOf = pathReader(wire.path)
  return (reading) => {
    const raw = rawOf(reading.document)
    if ((raw === undefined || raw === null) && empty !== 'meaning') {
      return readEmpty(node, raw, reading)
    }
    const value = decodeThrough(leaf, raw ?? null, reading.context)
    if (isRefusal(value)) return complainAt(reading, node, { refusal: value, value: raw })
    if (!comesBack(node, raw)) keepLeaf(node, { raw, value }, reading)
    return value
  }
}

function readEmpty(node: LeafNode, raw: null | undefined, reading: Reading): unknown {
  if (node.empty === 'refused') return complainAt(reading, node, { refusal: MISSING, value: raw })
  if (raw === null) keepDifference(reading, { place: node.wire, raw, back: undefined })
  return undefined
}

/** Whether a wire value is written as it was, or equal in the normal form of its leaf. */
export function comesBack({ leaf }: Pick<LeafNode, 'leaf'>, raw: unknown): boolean {
  if (raw === undefined || raw === null) return false
  if (leaf.lossless) return leaf.lossless === true || leaf.lossless(raw)
  return leaf.normal !== undefined && leaf.loss === undefined && typeof raw !== 'object'
}

/** Keeps what a leaf would write differently from the document. */
export function keepLeaf(
  { leaf, wire }: LeafNode,
  { raw, value }: { readonly raw: unknown; readonly value: unknown },
  reading: Reading,
): void {
  const back = encodeThrough(leaf, value, reading.context)
  keepDifference(reading, {
    place: wire,
    raw,
    back: isRefusal(back) ? undefined : back,
    normal: (state) => normalThrough(leaf, state),
  })
}
