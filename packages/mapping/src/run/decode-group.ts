import type { GroupNode, JointNode, Read } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { pathReader } from '../wire/path.js'
import { comesBack } from './decode-leaf.js'
import { keepDifference } from './difference.js'
import { readValues, type Values, writeValue } from './group-values.js'
import type { Reader, Reading } from './reading.js'
import { complainAt, getThrough, normalThrough, putThrough } from './scope.js'

/** Reads the values of a group, asks it for the canonical one, and keeps what it would forget. */
export function groupReader(node: GroupNode | JointNode): Reader {
  const rawOf = node.reads.map(({ wire }) => pathReader(wire.path))
  return (reading) => {
    const raws = rawOf.map((read) => read(reading.document))
    const found = readValues(node, (_, index) => raws[index], reading.context)
    if ('refusal' in found) {
      const { read, refusal } = found
      const value = raws[node.reads.indexOf(read)]
      return complainAt(reading, node, { refusal, value, wire: read.wire })
    }
    const { values } = found
    const value = getThrough(node, values, reading.context)
    if (isRefusal(value)) return complainAt(reading, node, { refusal: value, value: values })
    keepGroup(node, { value, values, raws }, reading)
    return value
  }
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
  const put = putThrough(node, value, reading.context)
  const written = isJsonObject(put) && !isRefusal(put) ? put : undefined
  for (const [index, read] of node.reads.entries()) {
    if (written && !Object.hasOwn(written, read.name)) continue
    const raw = raws[index]
    const fresh = written?.[read.name]
    if (raw !== undefined && fresh === values[read.name] && saysTheSame(read, raw)) continue
    const back = writeValue(read, fresh, reading.context)
    keepDifference(reading, {
      place: read.wire,
      raw,
      back: isRefusal(back) ? undefined : back,
      normal: (state) => (read.leaf ? normalThrough(read.leaf, state) : state),
    })
  }
}

// the value that was read goes back through the leaf that read it
function saysTheSame({ leaf }: Read, raw: unknown): boolean {
  return leaf ? comesBack({ leaf }, raw) : true
}
