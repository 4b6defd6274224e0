import type { Node } from '../declare/node.js'

/** Whether a rule may look at what is handed down: whether its functions take a context at all. */
export function usesContext(node: Node): boolean {
  if (node.kind === 'leaf') return node.leaf.decode.length > 1 || node.leaf.encode.length > 1
  if (node.kind !== 'group' && node.kind !== 'joint') return false
  return node.get.length > 1 || node.reads.some(({ leaf }) => leaf && leaf.decode.length > 1)
}
