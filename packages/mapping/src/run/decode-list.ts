import type { ConcatNode, EachNode, SingleNode } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import type { DecodeScope } from './decode-scope.js'
import { createElementKeys, elementToken } from './element-keys.js'
import { addInner, type Gathered, keepDifference } from './residue.js'
import { askAbout, complain, complainAt, FAILED } from './scope.js'

const NO_LIST = refuse('type', 'a list')
const NO_OBJECT = refuse('type', 'an object')
const NO_KEY = refuse('no-key', 'an element that has a key')

/** Reads the parts of a list one after the other. */
export function decodeConcat(node: ConcatNode, scope: DecodeScope): unknown {
  const elements: unknown[] = []
  let failed = false
  for (const part of node.parts) {
    const found = decodeList(part, scope, elements.length)
    if (Array.isArray(found)) elements.push(...found)
    else failed = true
  }
  return failed ? FAILED : elements
}

/** Reads a list; its first element is the entity's element number `offset`. */
export function decodeList(
  node: EachNode | SingleNode,
  scope: DecodeScope,
  offset = 0,
): readonly unknown[] | typeof FAILED {
  return node.kind === 'each' ? decodeEach(node, scope, offset) : decodeSingle(node, scope, offset)
}

function decodeSingle(node: SingleNode, scope: DecodeScope, offset: number) {
  const before = scope.errors.length
  const value = scope.read.node(node.node, scope)
  const list = scope.entity + node.entity.pointer
  // the rule inside knows the list only, not which element of it it makes
  for (const error of scope.errors.splice(before)) {
    const entity = `${list}/${offset}${error.entity.slice(list.length)}`
    scope.errors.push({ ...error, entity })
  }
  if (value === FAILED) return FAILED
  return value === undefined ? [] : [value]
}

function decodeEach(node: EachNode, scope: DecodeScope, offset: number) {
  const list = readPath(scope.document, node.wire.path)
  if (!Array.isArray(list)) return decodeNoList(node, list, scope)
  const before = scope.errors.length
  const nameOf = createElementKeys()
  const elements = list.map((item, index) => {
    const residue: Gathered = {}
    const inner = { ...elementScope(node, scope, { index, offset }), residue }
    const element = decodeElement(node, item, inner)
    if (scope.errors.length > before) return FAILED
    const key = askAbout(node.key, element)
    if (typeof key !== 'string') return complain(inner, { ...AT_ELEMENT, refusal: NO_KEY })
    addInner(scope.residue, node.wire.pointer + elementToken(nameOf(key)), residue)
    return element
  })
  return scope.errors.length > before ? FAILED : elements
}

const AT_ELEMENT = { rule: 'each', value: undefined, wire: '', entity: '' } as const

function elementScope(
  { wire, entity }: EachNode,
  scope: DecodeScope,
  { index, offset }: { readonly index: number; readonly offset: number },
): DecodeScope {
  return {
    ...scope,
    wire: `${scope.wire}${wire.pointer}/${index}`,
    entity: `${scope.entity}${entity.pointer}/${index + offset}`,
    index,
  }
}

function decodeElement(node: EachNode, item: unknown, scope: DecodeScope): unknown {
  if (isJsonObject(item)) return scope.read.document(node.mapping, { ...scope, document: item })
  return complain(scope, { ...AT_ELEMENT, refusal: NO_OBJECT, value: item })
}

function decodeNoList(node: EachNode, value: unknown, scope: DecodeScope) {
  if ((value !== undefined && value !== null) || !node.absent) {
    return complainAt(scope, node, { refusal: NO_LIST, value })
  }
  keepDifference(scope, { place: node.wire, raw: value, back: [] })
  return []
}
