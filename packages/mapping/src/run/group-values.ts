import type { GroupNode, JointNode, Read } from '../declare/node.js'
import { isRefusal, type Refusal, refuse } from '../refusal.js'
import { setOwn } from '../wire/json.js'
import { decodeThrough, encodeThrough } from './scope.js'

const MISSING = refuse('missing', 'a value')
const OTHER_TYPE = refuse('type', 'what the wire schema says')

/** The values of a group by the names it chose. */
export type Values = Readonly<Record<string, unknown>>

/** The values of a group as its rule sees them, or the first read that refuses. */
export function readValues(
  node: GroupNode | JointNode,
  wire: (read: Read, index: number) => unknown,
  context: object,
): { readonly values: Values } | { read: Read; refusal: Refusal } {
  const values = {}
  for (let index = 0; index < node.reads.length; index += 1) {
    const read = node.reads[index] as Read
    const value = readValue(read, wire(read, index), context)
    if (isRefusal(value)) return { read, refusal: value }
    setOwn(values, read.name, value)
  }
  return { values }
}

/** One of those values, or why it is refused. */
export function readValue(read: Read, wire: unknown, context: object): unknown {
  if (wire === undefined || wire === null) {
    if (!read.optional) return MISSING
    return read.leaf ? undefined : wire
  }
  if (read.leaf) return decodeThrough(read.leaf, wire, context)
  return read.schema.safeParse(wire).success ? wire : OTHER_TYPE
}

/** What a group would write for one of its reads. */
export function writeValue(read: Read, value: unknown, context: object): unknown {
  if (value === undefined || value === null || !read.leaf) return value
  return encodeThrough(read.leaf, value, context)
}
