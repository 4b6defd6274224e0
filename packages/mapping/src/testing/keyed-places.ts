import type { AnyMapping, Node } from '../declare/node.js'
import type { Steps } from './change-place.js'

const ANY: unique symbol = Symbol('any element')

type Pattern = readonly (string | typeof ANY)[]

/** Whether a place is an object whose keys are names of elements, so that every key is one more. */
export function isKeyedList(mapping: AnyMapping, place: Steps): boolean {
  return keyedLists(mapping).some(
    (pattern) =>
      pattern.length === place.length &&
      pattern.every((key, index) => key === ANY || key === place[index]),
  )
}

function keyedLists(mapping: AnyMapping): Pattern[] {
  return mapping.nodes.flatMap(keyedListsOf)
}

function keyedListsOf(node: Node): Pattern[] {
  switch (node.kind) {
    case 'each': {
      const inner = keyedLists(node.mapping).map(
        (rest): Pattern => [...node.wire.path, ANY, ...rest],
      )
      return node.keyed === undefined ? inner : [node.wire.path, ...inner]
    }
    case 'nest':
      return keyedLists(node.mapping).map((rest): Pattern => [...node.wire.path, ...rest])
    case 'single':
      return keyedListsOf(node.node)
    case 'concat':
      return node.parts.flatMap(keyedListsOf)
    default:
      return []
  }
}
