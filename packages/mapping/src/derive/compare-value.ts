import type { GroupNode, JointNode, LeafNode, PairsNode } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { readers } from '../run/decode-document.js'
import { startResidue } from '../run/residue.js'
import { putThrough, WHOLE } from '../run/scope.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { type Place, placeAt, readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import type { Pair, Unwritten, WireChange } from './change.js'
import { both, type Compared } from './compared.js'
import { operationOfRead } from './operation.js'
import { lossesOf, writtenPart } from './unwritten.js'

type ValueNode = LeafNode | GroupNode | JointNode | PairsNode

/** Compares what a rule says about both entities, on both sides. */
export function compareValue(node: ValueNode, compared: Compared): void {
  const { documents, spot, found } = compared
  const values = valuesOf(node, compared.values)
  const entity = spot.entity.after + entityPointer(node, values)
  const wire = ownPlaces(node, values, compared).flatMap(({ place, write }) =>
    changeAt(place, { documents, around: spot.wire }).map((change) => ({ change, write })),
  )
  const refused = wire.filter(({ write }) => write === undefined)
  if (refused.length > 0) {
    const places = refused.map(({ change }) => change.pointer)
    found.refusals.push({ kind: 'read-only', entity, wire: places })
    return
  }
  for (const write of new Set(wire.map(({ write }) => write as string))) {
    const own = wire.filter((each) => each.write === write).map(({ change }) => change)
    found.changes.push({ kind: 'changed', entity, keys: spot.keys, write, wire: own })
  }
  const lost = differencesLost(node, values)
  found.unwritten.push(...lost.map((each) => ({ ...each, entity: entity + each.entity })))
  // where no place changes, the new value follows from what is handed down, or it is lost
  const kept = both(values, (value) => keptOf(node, value))
  if (
    !sameValue(kept.before, kept.after) &&
    !sameValue(keptOf(node, readBack(node, compared)), kept.after)
  )
    found.unwritten.push({ entity, reason: 'the system keeps no such difference' })
}

/** Differences at places that a group says it does not write. */
function differencesLost(node: ValueNode, { before, after }: Pair<unknown>): Unwritten[] {
  if (node.kind !== 'group') return []
  return lossesOf(node)
    .filter(({ path }) => !sameValue(readPath(before, path), readPath(after, path)))
    .map(({ pointer, reason }) => ({ entity: pointer, reason }))
}

function keptOf(node: ValueNode, value: unknown): unknown {
  return node.kind === 'group' ? writtenPart(node, value) : value
}

/** What the rule makes of the document that says the new value. */
function readBack(node: ValueNode, { documents, contexts }: Compared): unknown {
  const { after: document } = documents
  if (!isJsonObject(document)) return undefined
  const scope = { context: contexts.after, errors: [], position: WHOLE, outer: undefined }
  return readers.node(node)({ ...scope, document, residue: startResidue(), index: undefined })
}

function valuesOf(node: ValueNode, sides: Pair<unknown>): Pair<unknown> {
  const fields = fieldsOf(node)
  return both(sides, (side) => {
    const value = readPath(side, node.entity.path)
    return fields ? fieldsIn(value, fields) : value
  })
}

/** The canonical fields that a rule writes together. */
function fieldsOf(node: ValueNode): readonly string[] | undefined {
  if (node.kind === 'joint') return node.fields
  return node.kind === 'pairs' ? node.members.map(({ field }) => field) : undefined
}

function fieldsIn(part: unknown, fields: readonly string[]): object {
  const found = {}
  for (const field of fields) {
    const value = isJsonObject(part) ? ownValue(part, field) : undefined
    if (value !== undefined) setOwn(found, field, value)
  }
  return found
}

/** A place that a rule writes, and the operation that does. */
interface Written {
  readonly place: Place
  readonly write: string | undefined
}

/** The places that a rule writes: of a group, those that it puts for one of the two values. */
function ownPlaces(
  node: ValueNode,
  values: Pair<unknown>,
  { contexts, spot: { write } }: Pick<Compared, 'contexts' | 'spot'>,
): readonly Written[] {
  if (node.kind === 'leaf' || node.kind === 'pairs')
    return [{ place: node.wire, write: node.write ?? write }]
  const puts = [
    putThrough(node, values.before, contexts.before),
    putThrough(node, values.after, contexts.after),
  ]
  const puttings = puts.map((put) => (isJsonObject(put) && !isRefusal(put) ? put : undefined))
  // of what cannot be put afresh, the document's own words are kept: any place may be meant
  const isOwn = (name: string) => puttings.some((put) => !put || Object.hasOwn(put, name))
  return node.reads
    .filter(({ name }) => isOwn(name))
    .map((read) => ({ place: read.wire, write: operationOfRead(node, { read, write }) }))
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

/** Of fields that are written together, the first that says something else. */
function entityPointer(node: ValueNode, { before, after }: Pair<unknown>): string {
  const fields = fieldsOf(node)
  if (!fields) return node.entity.pointer
  const fieldIn = (value: unknown, field: string) => ownValue(value as object, field)
  const changed = fields.find((field) => !sameValue(fieldIn(before, field), fieldIn(after, field)))
  return placeAt([...node.entity.path, changed ?? (fields[0] as string)]).pointer
}
