import type { ConstantNode, NestNode, Node } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { encodeGroup } from './encode-group.js'
import { encodeLeaf } from './encode-leaf.js'
import { encodeConcat, encodeList } from './encode-list.js'
import { type EncodeScope, putValue } from './encode-scope.js'
import { keptAt } from './residue.js'
import { complainAt } from './scope.js'

const MISSING = refuse('missing', 'a value')
const OTHER_CONSTANT = refuse('not-constant', 'the value that the mapping fixes')

/** Runs one rule: puts what the entity says at its place into the document. */
export function encodeNode(node: Node, scope: EncodeScope): void {
  switch (node.kind) {
    case 'leaf':
      encodeLeaf(node, scope)
      break
    case 'group':
      encodeGroup(node, scope)
      break
    case 'each':
    case 'single':
      encodeList(node, scope)
      break
    case 'concat':
      encodeConcat(node, scope)
      break
    case 'nest':
      encodeNest(node, scope)
      break
    case 'constant':
      checkConstant(node, scope)
      break
    case 'position':
    case 'absent':
      break
  }
}

function encodeNest(node: NestNode, scope: EncodeScope): void {
  const { wire, entity, mapping, optional } = node
  const source = readPath(scope.source, entity.path)
  const kept = keptAt(scope.kept, wire.path)
  if (source === undefined) {
    if (!optional) complainAt(scope, node, { refusal: MISSING, value: source })
    else if (kept?.value === null) putValue(scope, node, { place: wire, value: null })
    return
  }
  const value = scope.write.document(mapping, {
    ...scope,
    source,
    kept,
    wire: scope.wire + wire.pointer,
    entity: scope.entity + entity.pointer,
  })
  putValue(scope, node, { place: wire, value })
}

function checkConstant(node: ConstantNode, scope: EncodeScope): void {
  const value = readPath(scope.source, node.entity.path)
  if (!sameValue(value, node.value)) complainAt(scope, node, { refusal: OTHER_CONSTANT, value })
}
