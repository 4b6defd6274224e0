import type { GroupNode, Read } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import type { DecodeScope } from './decode-scope.js'
import { readValues, writeValue } from './group-values.js'
import { keepDifference } from './residue.js'
import { complainAt, getThrough, normalThrough, putThrough } from './scope.js'

/** Reads the values of a group, asks it for the canonical one, and keeps what it would forget. */
export function decodeGroup(node: GroupNode, scope: DecodeScope): unknown {
  const wire = ({ wire }: Read) => readPath(scope.document, wire.path)
  const found = readValues(node, wire, scope.context)
  if ('refusal' in found) {
    const { read, refusal } = found
    return complainAt(scope, node, { refusal, value: wire(read), wire: read.wire })
  }
  const value = getThrough(node, found.values, scope.context)
  if (isRefusal(value)) return complainAt(scope, node, { refusal: value, value: found.values })
  keepGroup(node, value, scope)
  return value
}

function keepGroup(node: GroupNode, value: unknown, scope: DecodeScope): void {
  const put = putThrough(node, value, scope.context)
  const written = isJsonObject(put) && !isRefusal(put) ? put : undefined
  for (const read of node.reads) {
    if (written && !Object.hasOwn(written, read.name)) continue
    const back = writeValue(read, written?.[read.name], scope.context)
    keepDifference(scope, {
      place: read.wire,
      raw: readPath(scope.document, read.wire.path),
      back: isRefusal(back) ? undefined : back,
      normal: (state) => (read.leaf ? normalThrough(read.leaf, state) : state),
    })
  }
}
