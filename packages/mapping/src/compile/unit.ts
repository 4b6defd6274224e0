import type { AnyMapping, Node } from '../declare/node.js'

/**
 * The mappings and rules that one piece of generated code is about, each under its number.
 *
 * The order is that of the declaration, so the same mapping always gives the same numbers.
 */
export interface Unit {
  readonly mappings: readonly AnyMapping[]
  readonly nodes: readonly Node[]
  mapping(mapping: AnyMapping): number
  node(node: Node): number
}

/** Numbers a mapping, all mappings inside it, and all their rules. */
export function unitOf(root: AnyMapping): Unit {
  const mappings = new Map<AnyMapping, number>()
  const nodes = new Map<Node, number>()
  const visit = (mapping: AnyMapping): void => {
    if (mappings.has(mapping)) return
    mappings.set(mapping, mappings.size)
    for (const node of mapping.nodes) visitNode(node)
  }
  const visitNode = (node: Node): void => {
    // a rule may stand in a mapping and in what extends it
    if (nodes.has(node)) return
    nodes.set(node, nodes.size)
    if (node.kind === 'single') visitNode(node.node)
    if (node.kind === 'concat') node.parts.forEach(visitNode)
    if (node.kind === 'each' || node.kind === 'nest') visit(node.mapping)
  }
  visit(root)
  return {
    mappings: [...mappings.keys()],
    nodes: [...nodes.keys()],
    mapping: (mapping) => mappings.get(mapping) as number,
    node: (node) => nodes.get(node) as number,
  }
}
