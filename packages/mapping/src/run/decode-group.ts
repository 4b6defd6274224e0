import type { AnyLeaf, GroupNode, JointNode, Read } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { isJsonObject, setOwn } from '../wire/json.js'
import { comesBack } from './decode-leaf.js'
import { keepDifference } from './difference.js'
import { readValue, type Values, writeValue } from './group-values.js'
import type { Reading, RuleReader, RuleReaders, Surveyed } from './reading.js'
import { complainAt, getThrough, normalThrough, putThrough } from './scope.js'

interface PreparedGroup {
  readonly node: GroupNode | JointNode
  readonly reads: readonly PreparedRead[]
}

/** Reads the values of a group, asks it for the canonical one, and keeps what it would forget. */
export function groupReader(
  node: GroupNode | JointNode,
  { slotOf }: RuleReaders,
): RuleReader<PreparedGroup> {
  return {
    rule: { node, reads: node.reads.map((read) => prepareRead(read, slotOf)) },
    read: readGroup,
  }
}

function readGroup({ node, reads }: PreparedGroup, reading: Surveyed): unknown {
  const { raws, context } = reading
  const values = {}
  for (let index = 0; index < reads.length; index += 1) {
    const { slot, read, name } = reads[index] as PreparedRead
    const value = readValue(read, raws[slot], context)
    if (isRefusal(value)) {
      return complainAt(reading, node, { refusal: value, value: raws[slot], wire: read.wire })
    }
    setOwn(values, name, value)
  }
  const value = getThrough(node, values, context)
  if (isRefusal(value)) return complainAt(reading, node, { refusal: value, value: values })
  const put = putThrough(node, value, context)
  if (!saysTheSame(reads, { put, values, raws })) {
    keepPut(node, { put, values, raws: reads.map(({ slot }) => raws[slot]) }, reading)
  }
  return value
}

interface PreparedRead {
  readonly read: Read
  readonly name: string
  readonly slot: number
  readonly leaf: AnyLeaf | undefined
  readonly isLossless: boolean
}

function prepareRead(read: Read, slotOf: RuleReaders['slotOf']): PreparedRead {
  const { name, wire, leaf } = read
  return { read, name, slot: slotOf(wire), leaf, isLossless: leaf?.lossless === true }
}

interface Back {
  readonly put: unknown
  readonly values: Values
  readonly raws: readonly unknown[]
}

// most groups write what they read
function saysTheSame(reads: readonly PreparedRead[], { put, values, raws }: Back): boolean {
  if (!isJsonObject(put) || isRefusal(put)) return false
  for (let index = 0; index < reads.length; index += 1) {
    const { name, slot, leaf, isLossless } = reads[index] as PreparedRead
    const raw = raws[slot]
    if (put[name] !== values[name]) return false
    if (raw === undefined || leaf === undefined) continue
    if (raw === null || !(isLossless || comesBack(leaf, raw))) return false
  }
  return true
}

/** What a group read, and the canonical value that it made of it. */
export interface Found {
  readonly value: unknown
  readonly values: Values
  /** What the document holds, read by read. */
  readonly raws: readonly unknown[]
}

/** Keeps whatever the group would write differently from the document. */
export function keepGroup(
  node: GroupNode | JointNode,
  { value, values, raws }: Found,
  reading: Reading,
): void {
  keepPut(node, { put: putThrough(node, value, reading.context), values, raws }, reading)
}

interface Put extends Omit<Found, 'value'> {
  readonly put: unknown
}

function keepPut(node: GroupNode | JointNode, { put, values, raws }: Put, reading: Reading): void {
  const written = isJsonObject(put) && !isRefusal(put) ? put : undefined
  for (let index = 0; index < node.reads.length; index += 1) {
    const read = node.reads[index] as Read
    const raw = raws[index]
    const fresh = written?.[read.name]
    if (fresh === values[read.name] && staysAsItIs(read.leaf, raw)) continue
    if (!written || Object.hasOwn(written, read.name)) keepRead(read, { raw, fresh }, reading)
  }
}

// the value that was read goes back through the leaf that read it
function staysAsItIs(leaf: AnyLeaf | undefined, raw: unknown): boolean {
  if (raw === undefined || leaf === undefined) return true
  return raw !== null && comesBack(leaf, raw)
}

function keepRead(
  read: Read,
  { raw, fresh }: { readonly raw: unknown; readonly fresh: unknown },
  reading: Reading,
): void {
  const { leaf, wire } = read
  const back = writeValue(read, fresh, reading.context)
  keepDifference(reading, {
    place: wire,
    raw,
    back: isRefusal(back) ? undefined : back,
    normal: (state) => (leaf ? normalThrough(leaf, state) : state),
  })
}
