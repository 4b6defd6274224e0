import type { GroupNode, Read } from '../declare/node.js'
import { isRefusal, type Refusal } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { type EncodeScope, putValue } from './encode-scope.js'
import { readValues, writeValue } from './group-values.js'
import { type Kept, keptAt, overlay } from './residue.js'
import { complainAt, getThrough, putThrough } from './scope.js'

type Values = ReadonlyMap<Read, unknown>

/** Writes the values of a group, in the document's own words where they still say the same. */
export function encodeGroup(node: GroupNode, scope: EncodeScope): void {
  const value = readPath(scope.source, node.entity.path)
  const put = putThrough(node, value, scope.context)
  const fresh = isRefusal(put) || !isJsonObject(put) ? new Map() : freshValues(node, put, scope)
  const written = inOwnWords(node, { fresh, value, put }, scope)
  if (isRefusal(put) && written === fresh) {
    complainAt(scope, node, { refusal: put, value })
    return
  }
  for (const [read, wire] of written) {
    if (isRefusal(wire)) complainAt(scope, node, { refusal: wire, value, wire: read.wire })
    else putValue(scope, node, { place: read.wire, value: wire })
  }
}

function freshValues(
  node: GroupNode,
  put: Readonly<Record<string, unknown>>,
  scope: EncodeScope,
): Values {
  const own = node.reads.filter(({ name }) => Object.hasOwn(put, name))
  return new Map(own.map((read) => [read, writeValue(read, put[read.name], scope.context)]))
}

interface Choice {
  readonly fresh: Values
  readonly value: unknown
  readonly put: unknown | Refusal
}

function inOwnWords(node: GroupNode, { fresh, value, put }: Choice, scope: EncodeScope): Values {
  const kept = new Map<Read, Kept>()
  for (const read of isRefusal(put) ? node.reads : fresh.keys()) {
    const found = keptAt(scope.kept, read.wire.path)
    if (found) kept.set(read, found)
  }
  if (kept.size === 0) return fresh
  const still = (values: Values) => says(node, { values, value }, scope)
  const all = new Map(fresh)
  for (const [read, own] of kept) all.set(read, overlay(plain(fresh.get(read)), own))
  if (still(all)) return all
  // not everything holds any more: keep the lexemes that do, but leave nothing out
  let best = fresh
  for (const [read, own] of kept) {
    const next = new Map(best).set(read, overlay(plain(best.get(read)), own))
    if (next.get(read) !== undefined && still(next)) best = next
  }
  return best
}

function plain(value: unknown): unknown {
  return isRefusal(value) ? undefined : value
}

function says(
  node: GroupNode,
  { values, value }: { readonly values: Values; readonly value: unknown },
  scope: EncodeScope,
): boolean {
  const wire = (read: Read) =>
    values.has(read) ? values.get(read) : readPath(scope.document, read.wire.path)
  const found = readValues(node, wire, scope.context)
  return 'values' in found && sameValue(getThrough(node, found.values, scope.context), value)
}
