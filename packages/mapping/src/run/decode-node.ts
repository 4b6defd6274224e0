import type { NestNode, Node, PositionNode } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import { decodeGroup } from './decode-group.js'
import { decodeLeaf } from './decode-leaf.js'
import { decodeConcat, decodeList } from './decode-list.js'
import type { DecodeScope } from './decode-scope.js'
import { addInner, type Gathered, keepDifference } from './residue.js'
import { complainAt } from './scope.js'

const NO_OBJECT = refuse('type', 'an object')
const NO_POSITION = refuse('no-position', 'a document in a list')

/** Runs one rule on a document. */
export function decodeNode(node: Node, scope: DecodeScope): unknown {
  switch (node.kind) {
    case 'leaf':
      return decodeLeaf(node, scope)
    case 'group':
      return decodeGroup(node, scope)
    case 'each':
    case 'single':
      return decodeList(node, scope)
    case 'concat':
      return decodeConcat(node, scope)
    case 'nest':
      return decodeNest(node, scope)
    case 'constant':
      return node.value
    case 'position':
      return decodePosition(node, scope)
    case 'absent':
      return undefined
  }
}

function decodeNest(node: NestNode, scope: DecodeScope): unknown {
  const { wire, entity, mapping, optional } = node
  const raw = readPath(scope.document, wire.path)
  if (optional && (raw === undefined || raw === null)) {
    if (raw === null) keepDifference(scope, { place: wire, raw, back: undefined })
    return undefined
  }
  if (!isJsonObject(raw)) return complainAt(scope, node, { refusal: NO_OBJECT, value: raw })
  const residue: Gathered = {}
  const inner = {
    ...scope,
    document: raw,
    residue,
    wire: scope.wire + wire.pointer,
    entity: scope.entity + entity.pointer,
  }
  const value = scope.read.document(mapping, inner)
  addInner(scope.residue, wire.pointer, residue)
  return value
}

function decodePosition(node: PositionNode, scope: DecodeScope): unknown {
  if (scope.index !== undefined) return String(scope.index)
  return complainAt(scope, node, { refusal: NO_POSITION, value: undefined })
}
