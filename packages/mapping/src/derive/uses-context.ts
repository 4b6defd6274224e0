import type { AnyLeaf, Node } from '../declare/node.js'

/** Whether a rule may look at what is handed down: whether its functions take a context at all. */
export function usesContext(node: Node): boolean {
  if (node.kind === 'leaf') return readsContext(node.leaf) || takesContext(node.leaf, 'encode')
  if (node.kind !== 'group' && node.kind !== 'joint') return false
  return node.get.length > 1 || node.reads.some(({ leaf }) => leaf && readsContext(leaf))
}

/** Whether a leaf may look at what is handed down when it reads. */
export function readsContext(leaf: AnyLeaf): boolean {
  return takesContext(leaf, 'decode')
}

function takesContext(leaf: AnyLeaf, way: 'decode' | 'encode'): boolean {
  return leaf[way].length > 1 && !hasOwnZone(leaf)
}

// moments of every zone share functions that take a context, and those of a given zone leave it
function hasOwnZone({ domain }: AnyLeaf): boolean {
  return domain?.entity.kind === 'moment' && domain.entity.zone !== 'context'
}
