import { copiedTypeOf } from '../compile/plain-type.js'
import type { AnyLeaf, LeafNode } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { keepDifference, keepNull } from './difference.js'
import type { Reading, RuleReader, RuleReaders, Surveyed } from './reading.js'
import { complainAt, decodeThrough, encodeThrough, normalThrough } from './scope.js'

const MISSING = refuse('missing', 'a value')

interface PreparedLeaf {
  readonly node: LeafNode
  readonly leaf: AnyLeaf
  readonly slot: number
  readonly isMeant: boolean
  readonly return: Return
}

/** Reads one value through its leaf and keeps what the leaf would forget. */
export function leafReader(node: LeafNode, { slotOf }: RuleReaders): RuleReader<PreparedLeaf> {
  const { leaf, wire, empty } = node
  const slot = slotOf(wire)
  const type = copiedTypeOf(leaf)
  return {
    rule: { node, leaf, slot, isMeant: empty === 'meaning', return: returnOf(leaf) },
    copied: type && { slot, type },
    read: readLeaf,
  }
}

function readLeaf(rule: PreparedLeaf, reading: Surveyed): unknown {
  const { node, leaf, slot, isMeant } = rule
  const raw = reading.raws[reading.base + slot]
  const isNothing = raw === undefined || raw === null
  if (isNothing && !isMeant) return readEmpty(node, raw, reading)
  const value = decodeThrough(leaf, raw ?? null, reading.context)
  if (isRefusal(value)) return complainAt(reading, node, { refusal: value, value: raw })
  const isBack = !isNothing && comesBack(rule, raw)
  if (!isBack) keepLeaf(node, { raw, value }, reading)
  return value
}

function readEmpty(node: LeafNode, raw: null | undefined, reading: Reading): unknown {
  if (node.empty === 'refused') return complainAt(reading, node, { refusal: MISSING, value: raw })
  if (raw === null) keepNull(reading, node.wire)
  return undefined
}

/** Of which wire values it is known, without writing them, that a leaf writes them as they were. */
export type Return = 'all' | 'primitives' | 'some' | 'none'

/** What is known of a leaf; of `some` it must be asked. */
export function returnOf({ lossless, normal, loss }: AnyLeaf): Return {
  if (lossless) return lossless === true ? 'all' : 'some'
  return normal !== undefined && loss === undefined ? 'primitives' : 'none'
}

/** A leaf, and what is known of it. */
export interface Returning {
  readonly leaf: AnyLeaf
  readonly return: Return
}

/** Whether a wire value, which is there, is written as it was, or equal in the leaf's normal form. */
export function comesBack({ leaf, return: known }: Returning, raw: unknown): boolean {
  if (known === 'all') return true
  if (known === 'primitives') return typeof raw !== 'object'
  return known === 'some' && typeof leaf.lossless === 'function' && leaf.lossless(raw as never)
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
