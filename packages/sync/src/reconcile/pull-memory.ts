import type { ReadFact } from '../pipeline/apply-fact.js'
import { contentHash } from '../pipeline/content-hash.js'

/** What a pulled document says, as far as it decides whether it is news. */
export interface Digest {
  /** The version that the source gives it, if it gives any. */
  readonly version?: string
  /** Every name of its entities, as `refKey` prints them. */
  readonly refKeys: readonly string[]
  readonly parts: readonly {
    /** The key of the state that its source has of it. */
    readonly key: string
    readonly names: readonly string[]
    readonly bodyHash: string
  }[]
}

/** A document as it is remembered. */
export interface Pulled {
  readonly digest: Digest
  /** It was taken into the journal, and not only known already. */
  isJournaled: boolean
}

/** What a document says, as it was read; absent where it cannot be read. */
export function digestOf({ reading }: ReadFact): Digest | undefined {
  if (reading.kind !== 'document') return undefined
  const { version, parts } = reading
  return {
    ...(version !== undefined && { version }),
    refKeys: parts.flatMap(({ refKeys }) => refKeys),
    parts: parts.map(({ key, names, body }) => ({ key, names, bodyHash: contentHash(body) })),
  }
}

/** What was pulled of a connection lately, by the hash of its text. */
export interface PullMemory {
  recall(hash: string): Pulled | undefined
  keep(hash: string, pulled: Pulled): void
  /** A new pull begins: what neither it nor the one before brings is forgotten. */
  turn(): void
}

// of some 500 bytes each
const MOST = 20_000

/**
 * Remembers what the pull under way and the one before brought, and what reads brought meanwhile: pulls
 * overlap, and most of what they bring was read a moment ago. It is lost with the process, which then
 * reads once more.
 */
export function createPullMemory(): PullMemory {
  let before = new Map<string, Pulled>()
  let now = new Map<string, Pulled>()
  return {
    recall: (hash) => now.get(hash) ?? before.get(hash),
    keep: (hash, pulled) => {
      if (now.size < MOST) now.set(hash, pulled)
    },
    turn: () => {
      before = now
      now = new Map()
    },
  }
}

/** The memory of a connection. */
export function memoryOf(pulled: Map<string, PullMemory>, connection: string): PullMemory {
  const memory = pulled.get(connection) ?? createPullMemory()
  pulled.set(connection, memory)
  return memory
}

/** Remembers what reads brought of connections that are pulled: the next pull brings it as well. */
export function rememberReads(
  pulled: ReadonlyMap<string, PullMemory>,
  read: readonly ReadFact[],
): void {
  for (const each of read) {
    const { connection, origin, hash } = each.fact
    const memory = origin === 'read' ? pulled.get(connection) : undefined
    const digest = memory && digestOf(each)
    if (digest) memory.keep(hash, { digest, isJournaled: true })
  }
}
