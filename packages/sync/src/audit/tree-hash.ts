import { createHash } from 'node:crypto'

// Merkle Tree Hash, RFC 6962 section 2.1 (RFC 9162 section 2.1.1): a leaf and a node never hash alike
const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])

/** The root of a log that has nothing: SHA-256 of nothing. Hashes are hexadecimal, in lower case. */
export const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** The hash of a leaf: SHA-256 of a zero byte and the content. */
export function leafHash(content: string | Uint8Array): string {
  return createHash('sha256').update(LEAF).update(content).digest('hex')
}

/** The hash of a node over its two sides: SHA-256 of a one byte and both. */
export function nodeHash(left: string, right: string): string {
  return createHash('sha256').update(NODE).update(left, 'hex').update(right, 'hex').digest('hex')
}

/** The root over hashes, whose number is a power of two. */
export function rootOfWhole(hashes: readonly string[]): string {
  let level = hashes
  while (level.length > 1) {
    level = level.flatMap((hash, index) =>
      index % 2 === 0 ? nodeHash(hash, level[index + 1] as string) : [],
    )
  }
  return level[0] ?? EMPTY_ROOT
}
