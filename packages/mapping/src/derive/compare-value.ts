import type { GroupNode, JointNode, LeafNode } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { jointValue } from '../run/encode-group.js'
import { readValues } from '../run/group-values.js'
import { decodeThrough, getThrough, putThrough } from '../run/scope.js'
import { isJsonObject, ownValue } from '../wire/json.js'
import { type Place, placeAt, readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import type { Pair, WireChange } from './change.js'
import { both, type Compared } from './compared.js'

type ValueNode = LeafNode | GroupNode | JointNode

/** Compares what a rule says about both entities, on both sides. */
export function compareValue(node: ValueNode, compared: Compared): void {
  const { documents, spot, found } = compared
  const values = valuesOf(node, compared.values)
  const own = ownPlaces(node, values, compared)
  const wire = own.flatMap((place) => changeAt(place, { documents, around: spot.wire }))
  const entity = spot.entity.after + entityPointer(node, values)
  const write = node.write ?? spot.write
  if (wire.length > 0 && write === undefined) {
    const places = wire.map(({ pointer }) => pointer)
    found.refusals.push({ kind: 'read-only', entity, wire: places })
    return
  }
  if (wire.length > 0 && write !== undefined) {
    found.changes.push({ kind: 'changed', entity, keys: spot.keys, write, wire })
  }
  // where no place changes, the new value follows from what is handed down, or it is lost
  if (!sameValue(values.before, values.after) && !sameValue(readBack(node, compared), values.after))
    found.unwritten.push({ entity, reason: 'the system keeps no such difference' })
}

/** What the rule makes of the document that says the new value. */
function readBack(node: ValueNode, { documents, contexts }: Compared): unknown {
  const { after: context } = contexts
  const rawOf = ({ wire }: { readonly wire: Place }) => readPath(documents.after, wire.path)
  if (node.kind !== 'leaf') {
    const found = readValues(node, rawOf, context)
    return 'values' in found ? getThrough(node, found.values, context) : undefined
  }
  const raw = rawOf(node) ?? null
  if (raw === null && node.empty !== 'meaning') return undefined
  return decodeThrough(node.leaf, raw, context)
}

function valuesOf(node: ValueNode, sides: Pair<unknown>): Pair<unknown> {
  if (node.kind !== 'joint') return both(sides, (side) => readPath(side, node.entity.path))
  return both(sides, (side) => (isJsonObject(side) ? jointValue(node)(side) : {}))
}

/** The places that a rule writes: of a group, those that it puts for one of the two values. */
function ownPlaces(
  node: ValueNode,
  values: Pair<unknown>,
  { contexts }: Pick<Compared, 'contexts'>,
): readonly Place[] {
  if (node.kind === 'leaf') return [node.wire]
  const puts = [
    putThrough(node, values.before, contexts.before),
    putThrough(node, values.after, contexts.after),
  ]
  const puttings = puts.map((put) => (isJsonObject(put) && !isRefusal(put) ? put : undefined))
  // of what cannot be put afresh, the document's own words are kept: any place may be meant
  const isOwn = (name: string) => puttings.some((put) => !put || Object.hasOwn(put, name))
  return node.reads.filter(({ name }) => isOwn(name)).map(({ wire }) => wire)
}

function changeAt(
  { path, pointer }: Place,
  { documents, around }: { readonly documents: Pair<unknown>; readonly around: string },
): WireChange[] {
  const { before, after } = both(documents, (document) => readPath(document, path))
  if (sameValue(before, after)) return []
  const value = after === undefined ? {} : { value: after }
  return [{ pointer: around + pointer, ...value }]
}

/** Of the fields of a joint, which are written together, the first that says something else. */
function entityPointer(node: ValueNode, { before, after }: Pair<unknown>): string {
  if (node.kind !== 'joint') return node.entity.pointer
  const fieldOf = (value: unknown, field: string) =>
    isJsonObject(value) ? ownValue(value, field) : undefined
  const changed = node.fields.find(
    (field) => !sameValue(fieldOf(before, field), fieldOf(after, field)),
  )
  const field = changed ?? node.fields[0]
  return field === undefined ? node.entity.pointer : placeAt([...node.entity.path, field]).pointer
}
