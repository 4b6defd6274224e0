import type { AnyLeaf, GroupNode, JointNode, Read } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { isJsonObject, setOwn } from '../wire/json.js'
import { comesBack, type Return, type Returning, returnOf } from './decode-leaf.js'
import { keepDifference } from './difference.js'
import { readValue, type Values, writeValue } from './group-values.js'
import type { Reading, RuleReader, RuleReaders, Surveyed } from './reading.js'
import { type Roomy, roomy } from './roomy.js'
import { complainAt, getThrough, normalThrough, putThrough } from './scope.js'

interface PreparedGroup {
  readonly node: GroupNode | JointNode
  readonly reads: readonly PreparedRead[]
  readonly Values: Roomy
}

/** Reads the values of a group, asks it for the canonical one, and keeps what it would forget. */
export function groupReader(
  node: GroupNode | JointNode,
  { slotOf }: RuleReaders,
): RuleReader<PreparedGroup> {
  const reads = node.reads.map((read) => prepareRead(read, slotOf))
  return { rule: { node, reads, Values: roomy() }, read: readGroup }
}

function readGroup({ node, reads, Values }: PreparedGroup, reading: Surveyed): unknown {
  const { raws, context } = reading
  const values = new Values()
  const list = new Array<unknown>(reads.length)
  for (let index = 0; index < reads.length; index += 1) {
    const { slot, read, name } = reads[index] as PreparedRead
    const value = readValue(read, raws[slot], context)
    if (isRefusal(value)) {
      return complainAt(reading, node, { refusal: value, value: raws[slot], wire: read.wire })
    }
    setOwn(values, name, value)
    list[index] = value
  }
  const value = getThrough(node, values, context)
  if (isRefusal(value)) return complainAt(reading, node, { refusal: value, value: values })
  const put = putThrough(node, value, context)
  if (!saysTheSame(reads, { put, list, raws })) {
    keepPut(node, { put, values, raws: reads.map(({ slot }) => raws[slot]) }, reading)
  }
  return value
}

interface PreparedRead {
  readonly read: Read
  readonly name: string
  readonly slot: number
  readonly leaf: AnyLeaf | undefined
  readonly return: Return
}

function prepareRead(read: Read, slotOf: RuleReaders['slotOf']): PreparedRead {
  const { name, wire, leaf } = read
  return { read, name, slot: slotOf(wire), leaf, return: leaf ? returnOf(leaf) : 'all' }
}

interface Back {
  readonly put: unknown
  /** What was read, in the order of the reads. */
  readonly list: readonly unknown[]
  readonly raws: readonly unknown[]
}

// most groups write what they read
function saysTheSame(reads: readonly PreparedRead[], { put, list, raws }: Back): boolean {
  if (!isJsonObject(put) || isRefusal(put)) return false
  for (let index = 0; index < reads.length; index += 1) {
    const read = reads[index] as PreparedRead
    const raw = raws[read.slot]
    if (put[read.name] !== list[index]) return false
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
