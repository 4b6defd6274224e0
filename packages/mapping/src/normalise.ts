import type { AnyLeaf, AnyMapping, EachNode, Node } from './declare/node.js'
import { normalThrough } from './run/scope.js'
import { isJsonObject, setOwn } from './wire/json.js'
import type { Path } from './wire/path.js'

/**
 * The wire document with every leaf in its stated normal form: `"10.00"` becomes `"10"`.
 *
 * Two documents that a mapping holds for equal are equal after this. The given document stays as
 * it is; what the mapping does not read is taken over as it is.
 */
export function normalise(mapping: AnyMapping, wire: unknown): unknown {
  if (!isJsonObject(wire)) return wire
  return mapping.nodes.reduce<unknown>((document, node) => normaliseNode(node, document), wire)
}

function normaliseNode(node: Node, document: unknown): unknown {
  switch (node.kind) {
    case 'leaf':
      return change(document, node.wire.path, (value) => normalLeaf(node.leaf, value))
    case 'group':
    case 'joint':
      return node.reads.reduce(
        (changed, { leaf, wire }) =>
          leaf ? change(changed, wire.path, (value) => normalLeaf(leaf, value)) : changed,
        document,
      )
    case 'each':
      return change(document, node.wire.path, (list) => normaliseList(node, list))
    case 'nest':
      return change(document, node.wire.path, (inner) => normalise(node.mapping, inner))
    case 'single':
      return normaliseNode(node.node, document)
    case 'concat':
      return node.parts.reduce((changed, part) => normaliseNode(part, changed), document)
    default:
      return document
  }
}

function normaliseList({ keyed, mapping }: EachNode, list: unknown): unknown {
  if (keyed === undefined) {
    return Array.isArray(list) ? list.map((item) => normalise(mapping, item)) : list
  }
  if (!isJsonObject(list)) return list
  const copy = {}
  for (const [name, item] of Object.entries(list)) setOwn(copy, name, normalise(mapping, item))
  return copy
}

function normalLeaf(leaf: AnyLeaf, value: unknown): unknown {
  return value === null || value === undefined ? value : normalThrough(leaf, value)
}

function change(document: unknown, path: Path, made: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return made(document)
  if (!isJsonObject(document) || !Object.hasOwn(document, key)) return document
  const copy = { ...document }
  setOwn(copy, key, change(document[key], rest, made))
  return copy
}
