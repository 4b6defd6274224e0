import type { AnyMapping, Node } from '../declare/node.js'
import { readPath } from '../wire/path.js'
import { copyOf } from './copy-of.js'

/**
 * An entity with the lists that stand in objects by name in an order of their own, for comparing:
 * an object has no order, and names that are whole numbers always come first.
 */
export function byName(mapping: AnyMapping, entity: unknown): unknown {
  const copy = copyOf(entity)
  sortInside(mapping, copy)
  return copy
}

function sortInside({ nodes }: AnyMapping, entity: unknown): void {
  for (const node of nodes) sortLists(node, entity)
}

function sortLists(node: Node, entity: unknown): void {
  if (node.kind !== 'each' && node.kind !== 'nest') return
  const value = readPath(entity, node.entity.path)
  for (const inner of Array.isArray(value) ? value : [value]) sortInside(node.mapping, inner)
  if (node.kind === 'nest' || !Array.isArray(value)) return
  if (node.keyed !== undefined) value.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
}

function textOf(element: unknown): string {
  return JSON.stringify(element) ?? ''
}
