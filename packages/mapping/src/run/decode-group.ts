import { takesCodes } from '../compile/plain-type.js'
import type { AnyLeaf, GroupNode, JointNode, Read } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { isJsonObject, setOwn } from '../wire/json.js'
import { comesBack, type Return, type Returning, returnOf } from './decode-leaf.js'
import { keepDifference } from './difference.js'
import { readValue, type Values, writeValue } from './group-values.js'
import type { Reading, RuleReader, RuleReaders, Surveyed } from './reading.js'
import { emptyOf, type Roomy, roomy } from './roomy.js'
import { complainAt, decodeThrough, getThrough, normalThrough, putThrough } from './scope.js'

interface PreparedGroup {
  readonly node: GroupNode | JointNode
  readonly reads: readonly PreparedRead[]
  readonly Values: Roomy | undefined
}

/** Reads the values of a group, asks it for the canonical one, and keeps what it would forget. */
export function groupReader(
  node: GroupNode | JointNode,
  { slotOf }: RuleReaders,
): RuleReader<PreparedGroup> {
  const reads: PreparedRead[] = []
  for (const read of node.reads) reads.push(prepareRead(read, slotOf(read.wire), reads))
  return { rule: { node, reads, Values: roomy(reads.length) }, read: readGroup }
}

function readGroup({ node, reads, Values }: PreparedGroup, reading: Surveyed): unknown {
  const { raws, base, end, context } = reading
  const values = emptyOf(Values)
  for (let index = 0; index < reads.length; index += 1) {
    const prepared = reads[index] as PreparedRead
    const { name, slot } = prepared
    const raw = raws[base + slot]
    const value = readOne(prepared, raw, reading)
    if (typeof value === 'object' && isRefusal(value)) {
      return complainAt(reading, node, { refusal: value, value: raw, wire: prepared.read.wire })
    }
    if (name === '__proto__') setOwn(values, name, value)
    else values[name] = value
    // where the places of documents inside begin; a group has none
    raws[end + index] = value
  }
  const value = getThrough(node, values, context)
  if (isRefusal(value)) return complainAt(reading, node, { refusal: value, value: values })
  const put = putThrough(node, value, context)
  if (!saysTheSame(reads, put, reading)) {
    keepPut(node, { put, values, raws: reads.map(({ slot }) => raws[base + slot]) }, reading)
  }
  return value
}

interface PreparedRead {
  readonly index: number
  readonly read: Read
  readonly name: string
  readonly slot: number
  readonly leaf: AnyLeaf | undefined
  readonly return: Return
  /** What is read before through the same leaf, such as an amount that the document repeats. */
  readonly twin: PreparedRead | undefined
  readonly isCode: boolean
  /** The code that was accepted last; documents say the same ones over and over. */
  code: unknown
}

function prepareRead(read: Read, slot: number, before: readonly PreparedRead[]): PreparedRead {
  const { name, leaf } = read
  const isCode = leaf !== undefined && takesCodes(leaf)
  return {
    index: before.length,
    read,
    name,
    slot,
    leaf,
    return: leaf ? returnOf(leaf) : 'all',
    twin: leaf && !isCode ? before.findLast((each) => each.leaf === leaf) : undefined,
    isCode,
    code: undefined,
  }
}

function readOne(prepared: PreparedRead, raw: unknown, reading: Surveyed): unknown {
  const { leaf, twin } = prepared
  if (leaf === undefined || raw === undefined || raw === null) {
    return readValue(prepared.read, raw, reading.context)
  }
  if (twin !== undefined) {
    const { raws, base, end } = reading
    // a leaf reads the same as the same; objects are read twice, so that no two fields share one
    if (typeof raw === 'string' && raw === raws[base + twin.slot]) {
      const value = raws[end + twin.index]
      if (typeof value === 'string') return value
    }
  } else if (raw === prepared.code) return raw
  const value = decodeThrough(leaf, raw, reading.context)
  if (prepared.isCode && value === raw) prepared.code = raw
  return value
}

// most groups write what they read
function saysTheSame(
  reads: readonly PreparedRead[],
  put: unknown,
  { raws, base, end }: Surveyed,
): boolean {
  if (!isJsonObject(put) || isRefusal(put)) return false
  for (let index = 0; index < reads.length; index += 1) {
    const read = reads[index] as PreparedRead
    const raw = raws[base + read.slot]
    if (put[read.name] !== raws[end + index]) return false
    if (raw === undefined || read.leaf === undefined) continue
    if (raw === null || !comesBack(read as Returning, raw)) return false
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
  return raw !== null && comesBack({ leaf, return: returnOf(leaf) }, raw)
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
