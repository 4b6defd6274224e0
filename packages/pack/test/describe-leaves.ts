import { type AnyMapping, isRefusal, type Leaf, type Node, sameValue } from '@canonry/mapping'
import { arbitraryEntityOf, arbitraryWireOf, type LeafContext } from '@canonry/mapping/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// biome-ignore lint/suspicious/noExplicitAny: a mapping holds leaves of all types
type AnyLeaf = Leaf<any, any, any>

/** Tests that every leaf of some mappings says which values it takes, and takes them. */
export function describeLeaves(mappings: readonly AnyMapping[], context: LeafContext): void {
  const leaves = new Set(mappings.flatMap(({ nodes }) => nodes.flatMap(leavesIn)))
  const named = [...leaves].map((leaf) => [`${leaf.name}: ${leaf.doc}`, leaf] as const)

  describe.each(named)('the leaf %s', (_, leaf) => {
    it('reads the wire values of its domain', () => {
      fc.assert(
        fc.property(arbitraryWireOf(leaf, context), (wire) => {
          expect(leaf.decode(wire, context)).not.toSatisfy(isRefusal)
        }),
      )
    })

    it('writes the entity values of its domain, which come back equal', () => {
      fc.assert(
        fc.property(arbitraryEntityOf(leaf, context), (value) => {
          const wire = leaf.encode(value, context)
          expect(wire).not.toSatisfy(isRefusal)
          expect(leaf.decode(wire, context)).toSatisfy((again) => sameValue(again, value))
        }),
      )
    })
  })
}

function leavesIn(node: Node): AnyLeaf[] {
  switch (node.kind) {
    case 'leaf':
      return [node.leaf]
    case 'group':
    case 'joint':
      return node.reads.flatMap(({ leaf }) => (leaf ? [leaf] : []))
    case 'pairs':
      return node.members.map(({ leaf }) => leaf)
    case 'each':
    case 'nest':
      return node.mapping.nodes.flatMap(leavesIn)
    case 'single':
      return leavesIn(node.node)
    case 'concat':
      return node.parts.flatMap(leavesIn)
    default:
      return []
  }
}
