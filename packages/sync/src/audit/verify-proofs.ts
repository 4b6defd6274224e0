import { EMPTY_ROOT, nodeHash } from './tree-hash.js'

/** The end of a log at a moment: how many leaves it had, and the hash over all of them. */
export interface AuditHead {
  readonly size: number
  /** SHA-256, hexadecimal. */
  readonly root: string
}

/** A leaf, its place, and the hashes that lead from it to the root of a head. */
export interface InclusionProof {
  readonly index: number
  /** The hash of the leaf. */
  readonly leaf: string
  readonly path: readonly string[]
}

/**
 * Whether a leaf is in the log that had this head; needs nothing but the proof and the head.
 *
 * RFC 9162 section 2.1.3.2.
 */
export function verifyInclusion({ index, leaf, path }: InclusionProof, head: AuditHead): boolean {
  if (index < 0 || index >= head.size) return false
  let hash = leaf
  const isTop = climb(path, {
    from: { node: index, last: head.size - 1 },
    meet: (sibling, side) => {
      hash = side === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
    },
  })
  return isTop && hash === head.root
}

/**
 * Whether the log of an earlier head is the beginning of the log of a later one: nothing was changed
 * or taken away in between.
 *
 * RFC 9162 section 2.1.4.2.
 */
export function verifyConsistency(
  path: readonly string[],
  { before, after }: { readonly before: AuditHead; readonly after: AuditHead },
): boolean {
  if (before.size > after.size) return false
  if (before.size === after.size) return path.length === 0 && before.root === after.root
  if (before.size === 0) return path.length === 0 && before.root === EMPTY_ROOT
  const whole = isPowerOfTwo(before.size) ? [before.root, ...path] : path
  return climbs(whole, { before, after })
}

function climbs(
  [first, ...path]: readonly string[],
  { before, after }: { before: AuditHead; after: AuditHead },
): boolean {
  if (first === undefined) return false
  let [node, last] = [before.size - 1, after.size - 1]
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  let [old, fresh] = [first, first]
  const isTop = climb(path, {
    from: { node, last },
    meet: (hash, side) => {
      if (side === 'left') old = nodeHash(hash, old)
      fresh = side === 'left' ? nodeHash(hash, fresh) : nodeHash(fresh, hash)
    },
  })
  return isTop && old === before.root && fresh === after.root
}

/** A node, and the last node of its level, both by their index in it. */
interface Place {
  readonly node: number
  readonly last: number
}

// goes up the tree with a proof, and says whether it led to the top
function climb(
  path: readonly string[],
  { from, meet }: { from: Place; meet: (hash: string, side: 'left' | 'right') => void },
): boolean {
  let place = from
  for (const hash of path) {
    if (place.last === 0) return false
    const isRight = place.node % 2 === 1 || place.node === place.last
    meet(hash, isRight ? 'left' : 'right')
    place = above(isRight ? firstPaired(place) : place)
  }
  return place.last === 0
}

// a node without a sibling stands for its parent, too
function firstPaired(place: Place): Place {
  let next = place
  while (next.node % 2 === 0 && next.node !== 0) next = above(next)
  return next
}

function above({ node, last }: Place): Place {
  return { node: half(node), last: half(last) }
}

// a log may have more leaves than 32 bits count
function half(number: number): number {
  return Math.floor(number / 2)
}

function isPowerOfTwo(number: number): boolean {
  return Number.isInteger(Math.log2(number))
}
