import { rootOfWhole } from './tree-hash.js'

/** How many nodes of one stored level stand under one of the next: four binary levels in one. */
export const GROUP = 16

/** A growing tree: how many leaves it has, and of each level the nodes that no whole group covers. */
export interface TreeState {
  readonly size: number
  /** At most 15 hashes for each level; level 0 are the leaves. */
  readonly open: readonly (readonly string[])[]
}

/** The node over a whole group; `index` counts the nodes of its level, level 1 covers 16 leaves. */
export interface TreeNode {
  readonly level: number
  readonly index: number
  readonly hash: string
}

/** A tree without leaves. */
export const EMPTY_TREE: TreeState = { size: 0, open: [] }

/** A tree with more leaves, and the nodes that have become whole and never change again. */
export function growTree(
  { size, open }: TreeState,
  leaves: readonly string[],
): { readonly state: TreeState; readonly nodes: readonly TreeNode[] } {
  const levels = open.map((hashes) => [...hashes])
  const nodes: TreeNode[] = []
  let grown = size
  for (const leaf of leaves) {
    grown++
    let hash = leaf
    let covered = 1
    for (let level = 0; ; level++) {
      const group = levels[level] ?? []
      levels[level] = group
      group.push(hash)
      if (group.length < GROUP) break
      levels[level] = []
      hash = rootOfWhole(group)
      covered *= GROUP
      nodes.push({ level: level + 1, index: grown / covered - 1, hash })
    }
  }
  return { state: { size: grown, open: levels }, nodes }
}
