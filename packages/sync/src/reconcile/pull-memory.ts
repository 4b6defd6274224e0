import type { NewFact } from '../journal/fact.js'
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
  /** Absent where it cannot be read. */
  readonly digest?: Digest
  /** It was taken into the journal, and not only known already. */
  isJournaled: boolean
}

/** What a document says, as it was read. */
export function digestOf({ reading }: ReadFact): Pick<Pulled, 'digest'> {
  if (reading.kind !== 'document') return {}
  const { version, parts } = reading
  const digest = {
    ...(version !== undefined && { version }),
    refKeys: parts.flatMap(({ refKeys }) => refKeys),
    parts: parts.map(({ key, names, body }) => ({ key, names, bodyHash: contentHash(body) })),
  }
  return { digest }
}

/** What was pulled of a connection lately, by what it is about and the hash of its text. */
export interface PullMemory {
  recall(document: PulledName): Pulled | undefined
  keep(document: PulledName, pulled: Pulled): void
  /** A new pull begins: what neither it nor the one before brings is forgotten. */
  turn(): void
}

type PulledName = Pick<NewFact, 'resource' | 'routingKey' | 'hash'>

// of some 900 bytes each
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
    recall: (document) => {
      const name = nameOf(document)
      return now.get(name) ?? before.get(name)
    },
    keep: (document, pulled) => {
      if (now.size < MOST) now.set(nameOf(document), pulled)
    },
    turn: () => {
      before = now
      now = new Map()
    },
  }
}

// two documents that nobody can read may say the same
function nameOf({ resource = '', routingKey = '', hash }: PulledName): string {
  return `${hash} ${resource} ${routingKey}`
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
    const { fact } = each
    const memory = fact.origin === 'read' ? pulled.get(fact.connection) : undefined
    memory?.keep(fact, { ...digestOf(each), isJournaled: true })
  }
}
