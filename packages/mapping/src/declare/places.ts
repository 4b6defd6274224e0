import type { Place } from '../wire/path.js'
import type { AnyMapping, Node } from './node.js'

/** All places of a document that a rule reads and writes. */
export function placesOfNode(node: Node): readonly Place[] {
  switch (node.kind) {
    case 'leaf':
    case 'each':
    case 'nest':
    case 'pairs':
      return [node.wire]
    case 'group':
    case 'joint':
      return node.reads.map(({ wire }) => wire)
    case 'single':
      return placesOfNode(node.node)
    case 'concat':
      return node.parts.flatMap(placesOfNode)
    default:
      return []
  }
}

/** All places that a mapping accounts for without reading them. */
export function carriedPlaces(mapping: AnyMapping): readonly Place[] {
  return [...mapping.preserve, ...mapping.ignore.map(({ wire }) => wire)]
}
