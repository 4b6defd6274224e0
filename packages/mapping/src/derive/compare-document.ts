import type { AbsentNode, AnyMapping, NestNode, Node } from '../declare/node.js'
import { handDown, planOf } from '../run/plan.js'
import { keptAt } from '../run/residue.js'
import { readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { compareConcat, compareList } from './compare-list.js'
import { compareValue } from './compare-value.js'
import { both, type Compared, type Comparers } from './compared.js'

const comparers: Comparers = { node: compareNode, document: compareDocument }

/** Compares two entities and the documents that say them, rule by rule. */
export function compareDocument(mapping: AnyMapping, compared: Compared): void {
  const { documents, contexts, kept } = compared
  const plan = planOf(mapping)
  const inner = (side: 'before' | 'after') =>
    handDown(
      plan,
      contexts[side],
      ({ path }) => readPath(documents[side], path) ?? keptAt(kept, path)?.value,
    )
  const inside = { ...compared, contexts: { before: inner('before'), after: inner('after') } }
  for (const node of mapping.nodes) compareNode(node, inside)
}

function compareNode(node: Node, compared: Compared): void {
  switch (node.kind) {
    case 'leaf':
    case 'group':
    case 'joint':
    case 'pairs':
      compareValue(node, compared)
      break
    case 'nest':
      compareNested(node, compared)
      break
    case 'each':
    case 'single':
      compareList(node, compared, comparers)
      break
    case 'concat':
      compareConcat(node, compared, comparers)
      break
    case 'absent':
      compareAbsent(node, compared)
      break
    // what a mapping fixes, computes or counts is not written: encoding has checked it
    case 'constant':
    case 'derived':
    case 'position':
    case 'joined':
      break
  }
}

function compareAbsent({ entity, reason }: AbsentNode, { values, spot, found }: Compared): void {
  const { before, after } = both(values, (value) => readPath(value, entity.path))
  if (sameValue(before, after)) return
  found.unwritten.push({ entity: spot.entity.after + entity.pointer, reason })
}

function compareNested(node: NestNode, compared: Compared): void {
  const { wire, entity, mapping } = node
  const { spot, found } = compared
  const values = both(compared.values, (value) => readPath(value, entity.path))
  const documents = both(compared.documents, (document) => readPath(document, wire.path))
  if (values.before === undefined && values.after === undefined) return
  const write = node.write ?? spot.write
  const inner = {
    ...compared,
    values,
    documents,
    kept: keptAt(compared.kept, wire.path)?.inside,
    spot: {
      ...spot,
      wire: spot.wire + wire.pointer,
      entity: both(spot.entity, (around) => around + entity.pointer),
      write,
    },
  }
  if (values.before !== undefined && values.after !== undefined) {
    compareDocument(mapping, inner)
  } else if (write === undefined) {
    const at = { entity: inner.spot.entity.after, wire: [inner.spot.wire] }
    found.refusals.push({ kind: 'read-only', ...at })
  } else {
    const { after: value } = documents
    const change = { pointer: inner.spot.wire, ...(value === undefined ? {} : { value }) }
    const { keys } = spot
    const at = { entity: inner.spot.entity.after, keys, write }
    found.changes.push({ kind: 'changed', ...at, wire: [change] })
  }
}
