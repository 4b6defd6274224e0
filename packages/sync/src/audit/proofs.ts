import { GROUP } from './tree.js'
import { EMPTY_ROOT, nodeHash, rootOfWhole } from './tree-hash.js'

/** Reads stored hashes of a level, `to` excluded: level 0 are leaves, level 1 covers 16 of them. */
export interface TreeReader {
  hashes(range: { level: number; from: number; to: number }): Promise<readonly string[]>
}

interface Span {
  readonly start: number
  readonly end: number
}

/** The root of the first `size` leaves. */
export async function rootAt(reader: TreeReader, size: number): Promise<string> {
  return size === 0 ? EMPTY_ROOT : hashOf(reader, { start: 0, end: size })
}

/** The hashes that lead from a leaf to the root of `size` leaves: PATH of RFC 6962 section 2.1.1. */
export async function inclusionPath(
  reader: TreeReader,
  { index, size }: { index: number; size: number },
): Promise<readonly string[]> {
  const path: string[] = []
  let span: Span = { start: 0, end: size }
  while (span.end - span.start > 1) {
    const [left, right] = halves(span)
    const isLeft = index < left.end
    path.unshift(await hashOf(reader, isLeft ? right : left))
    span = isLeft ? left : right
  }
  return path
}

/** What proves that a smaller log is the beginning of a larger: PROOF of RFC 6962 section 2.1.2. */
export async function consistencyPath(
  reader: TreeReader,
  { from, to }: { from: number; to: number },
): Promise<readonly string[]> {
  if (from === 0 || from === to) return []
  const path: string[] = []
  let span: Span = { start: 0, end: to }
  // whether the part of the smaller log that is left is the whole smaller log
  let isWhole = true
  while (span.end !== from) {
    const [left, right] = halves(span)
    const isLeft = from <= left.end
    path.unshift(await hashOf(reader, isLeft ? right : left))
    if (!isLeft) isWhole = false
    span = isLeft ? left : right
  }
  return isWhole ? path : [await hashOf(reader, span), ...path]
}

// the left side is as large as a power of two can be that is smaller than the whole
function halves({ start, end }: Span): readonly [Span, Span] {
  const middle = start + 2 ** Math.floor(Math.log2(end - start - 1))
  return [
    { start, end: middle },
    { start: middle, end },
  ]
}

async function hashOf(reader: TreeReader, span: Span): Promise<string> {
  const width = span.end - span.start
  if (!Number.isInteger(Math.log2(width))) {
    const [left, right] = halves(span)
    return nodeHash(await hashOf(reader, left), await hashOf(reader, right))
  }
  // as few hashes as are stored over this span
  let level = 0
  let covered = 1
  while (covered * GROUP <= width) {
    covered *= GROUP
    level++
  }
  const range = { level, from: span.start / covered, to: span.end / covered }
  return rootOfWhole(await reader.hashes(range))
}
