import { copiedTypeOf } from '../compile/plain-type.js'
import type { AnyLeaf, LeafNode } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { keepDifference } from './difference.js'
import type { Reading, RuleReader, RuleReaders, Surveyed } from './reading.js'
import { complainAt, decodeThrough, encodeThrough, normalThrough } from './scope.js'

const MISSING = refuse('missing', 'a value')

interface PreparedLeaf {
  readonly node: LeafNode
  readonly leaf: AnyLeaf
  readonly slot: number
  readonly isMeant: boolean
  readonly isLossless: boolean
}

/** Reads one value through its leaf and keeps what the leaf would forget. */
export function leafReader(node: LeafNode, { slotOf }: RuleReaders): RuleReader<PreparedLeaf> {
  const { leaf, wire, empty } = node
  const isLossless = leaf.lossless === true
  const rule = { node, leaf, slot: slotOf(wire), isMeant: empty === 'meaning', isLossless }
  const copied = copiedTypeOf(leaf)
  if (copied === undefined) return { rule, read: readLeaf }
  return { rule, read: copied === 'string' ? readText : readFlag }
}

function readText(rule: PreparedLeaf, reading: Surveyed): unknown {
  const raw = reading.raws[rule.slot]
  return typeof raw === 'string' ? raw : readLeaf(rule, reading)
}

function readFlag(rule: PreparedLeaf, reading: Surveyed): unknown {
  const raw = reading.raws[rule.slot]
  return typeof raw === 'boolean' ? raw : readLeaf(rule, reading)
}

function readLeaf({ node, leaf, slot, isMeant, isLossless }: PreparedLeaf, reading: Surveyed) {
  const raw = reading.raws[slot]
  const isNothing = raw === undefined || raw === null
  if (isNothing && !isMeant) return readEmpty(node, raw, reading)
  const value = decodeThrough(leaf, raw ?? null, reading.context)
  if (isRefusal(value)) return complainAt(reading, node, { refusal: value, value: raw })
  const isBack = !isNothing && (isLossless || comesBack(leaf, raw))
  if (!isBack) keepLeaf(node, { raw, value }, reading)
  return value
}

function readEmpty(node: LeafNode, raw: null | undefined, reading: Reading): unknown {
  if (node.empty === 'refused') return complainAt(reading, node, { refusal: MISSING, value: raw })
  if (raw === null) keepDifference(reading, { place: node.wire, raw, back: undefined })
  return undefined
}

/** Whether a wire value, which is there, is written as it was, or equal in the leaf's normal form. */
export function comesBack(leaf: AnyLeaf, raw: unknown): boolean {
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
