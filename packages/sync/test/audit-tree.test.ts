import { verifyConsistency, verifyInclusion } from '@canonry/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consistencyPath, inclusionPath, rootAt, type TreeReader } from '../src/audit/proofs.js'
import { EMPTY_TREE, GROUP, growTree } from '../src/audit/tree.js'
import { EMPTY_ROOT, leafHash, nodeHash } from '../src/audit/tree-hash.js'

/** A tree that was grown in batches, as a store keeps it. */
function grown(leaves: readonly string[], batch = leaves.length): TreeReader {
  const stored: string[][] = [[...leaves]]
  let tree = EMPTY_TREE
  for (let from = 0; from < leaves.length; from += batch) {
    const { state, nodes } = growTree(tree, leaves.slice(from, from + batch))
    tree = state
    for (const { level, index, hash } of nodes) {
      const known = stored[level] ?? []
      stored[level] = known
      expect(index).toBe(known.length)
      known.push(hash)
    }
  }
  expect(tree.size).toBe(leaves.length)
  return { hashes: async ({ level, from, to }) => (stored[level] ?? []).slice(from, to) }
}

// word for word: https://www.rfc-editor.org/rfc/rfc6962#section-2.1
function naiveRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return EMPTY_ROOT
  if (leaves.length === 1) return leaves[0] as string
  const k = largestPowerBelow(leaves.length)
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)))
}

function naivePath(m: number, leaves: readonly string[]): string[] {
  const n = leaves.length
  if (n === 1) return []
  const k = largestPowerBelow(n)
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))]
}

function naiveProof(m: number, ...[leaves, isWhole]: [readonly string[], boolean]): string[] {
  const n = leaves.length
  if (m === n) return isWhole ? [] : [naiveRoot(leaves)]
  const k = largestPowerBelow(n)
  return m <= k
    ? [...naiveProof(m, leaves.slice(0, k), isWhole), naiveRoot(leaves.slice(k))]
    : [...naiveProof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))]
}

function largestPowerBelow(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

const hex = (text: string) => leafHash(Buffer.from(text, 'hex'))
const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => leafHash(`${index}`))

// the vectors of the reference log of RFC 6962:
// https://github.com/google/certificate-transparency/blob/master/cpp/merkletree/merkle_tree_test.cc
const INPUTS = [
  ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'],
  ['606162636465666768696a6b6c6d6e6f'],
].flat()
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('the tree of the audit log', () => {
  it('has the roots of the reference vectors', async () => {
    expect(EMPTY_ROOT).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    const reader = grown(INPUTS.map(hex))
    const roots = await Promise.all(ROOTS.map((_, index) => rootAt(reader, index + 1)))
    expect(roots).toEqual(ROOTS)
  })

  it('has the proofs of the reference vectors', async () => {
    const reader = grown(INPUTS.map(hex))
    expect(await inclusionPath(reader, { index: 0, size: 8 })).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(await inclusionPath(reader, { index: 5, size: 8 })).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(await consistencyPath(reader, { from: 6, to: 8 })).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  it('is, however it grew, what the definition says', async () => {
    const sizes = fc.integer({ min: 1, max: 3 * GROUP * GROUP })
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 300 }),
        fc.nat(),
        async (size, batch, at) => {
          const leaves = leavesOf(size)
          const reader = grown(leaves, batch)
          const index = at % size
          const from = 1 + (at % size)
          expect(await rootAt(reader, size)).toBe(naiveRoot(leaves))
          expect(await inclusionPath(reader, { index, size })).toEqual(naivePath(index, leaves))
          expect(await consistencyPath(reader, { from, to: size })).toEqual(
            naiveProof(from, leaves, true),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a proof', () => {
  it('holds for what is there, and for nothing else', async () => {
    const sizes = fc.integer({ min: 1, max: 600 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, at, where) => {
        const leaves = leavesOf(size)
        const reader = grown(leaves)
        const head = { size, root: naiveRoot(leaves) }
        const index = at % size
        const path = await inclusionPath(reader, { index, size })
        const proof = { index, leaf: leaves[index] as string, path }
        expect(verifyInclusion(proof, head)).toBe(true)
        expect(verifyInclusion({ ...proof, leaf: leafHash('another') }, head)).toBe(false)
        expect(verifyInclusion({ ...proof, index: (index + 1) % (size + 1) }, head)).toBe(false)
        expect(verifyInclusion({ ...proof, path: [...path, EMPTY_ROOT] }, head)).toBe(false)
        expect(verifyInclusion(proof, { ...head, root: EMPTY_ROOT })).toBe(false)
        if (path.length === 0) return
        const broken = path.map((hash, place) =>
          place === where % path.length ? EMPTY_ROOT : hash,
        )
        expect(verifyInclusion({ ...proof, path: broken }, head)).toBe(false)
        expect(verifyInclusion({ ...proof, path: path.slice(1) }, head)).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  it('tells a log that only grew from one that was changed', async () => {
    const sizes = fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 600 }))
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (pair, at) => {
        const [from = 0, to = 0] = [...pair].sort((a, b) => a - b)
        const leaves = leavesOf(to)
        const path = await consistencyPath(grown(leaves), { from, to })
        const before = { size: from, root: naiveRoot(leaves.slice(0, from)) }
        const after = { size: to, root: naiveRoot(leaves) }
        expect(verifyConsistency(path, { before, after })).toBe(true)
        expect(verifyConsistency([...path, EMPTY_ROOT], { before, after })).toBe(false)
        if (from === 0) return
        const changed = leaves.map((leaf, index) => (index === at % from ? leafHash('x') : leaf))
        const rewritten = { size: to, root: naiveRoot(changed) }
        const forged = await consistencyPath(grown(changed), { from, to })
        expect(verifyConsistency(forged, { before, after: rewritten })).toBe(false)
        expect(verifyConsistency(path, { before: after, after: before })).toBe(from === to)
      }),
      { numRuns: 100 },
    )
  })
})
