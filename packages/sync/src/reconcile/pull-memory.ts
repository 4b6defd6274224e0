import { compareVersions } from '@canonry/model'
import type { NewFact } from '../journal/fact.js'
import type { ReadFact } from '../pipeline/apply-fact.js'
import type { UnderWay } from '../pipeline/under-way.js'

/** A document as it is remembered: it is in the journal, or was known. */
export interface Pulled {
  /** The hash of its text. */
  readonly hash: string
  /** The version that its source gives it, if it gives any. */
  readonly version?: string
  /** Its source told of it by an event. */
  isTold?: true
}

/** What was pulled of a connection lately, document by document. */
export interface PullMemory {
  /** The document, where its text is the one that is remembered. */
  recall(document: PulledText): Pulled | undefined
  /** The document, whatever its text. */
  last(document: PulledName): Pulled | undefined
  /** Remembers a document that is in the journal by now, or known. */
  keep(document: PulledText, version: string | undefined): void
  /** A new pull begins: what neither it nor the one before brings is forgotten. */
  turn(): void
}

type PulledText = Pick<NewFact, 'resource' | 'routingKey' | 'hash'>
type PulledName = Omit<PulledText, 'hash'> & Partial<PulledText>

// of some 400 bytes each
const MOST = 20_000

/**
 * Remembers what the pull under way and the one before brought, and what reads brought meanwhile: pulls
 * overlap, and most of what they bring was read a moment ago. Of a long pull, the newest. It is lost with
 * the process, which then reads once more.
 */
export function createPullMemory(): PullMemory {
  let before = new Map<string, Pulled>()
  let now = new Map<string, Pulled>()
  const last = (document: PulledName) => {
    const name = nameOf(document)
    return now.get(name) ?? before.get(name)
  }
  const recall = (document: PulledText) => {
    const known = last(document)
    return known?.hash === document.hash ? known : undefined
  }
  const turn = () => {
    before = now
    now = new Map()
  }
  const keep = (document: PulledText, version: string | undefined) => {
    if (now.size >= MOST) turn()
    const { hash } = document
    const said = version === undefined ? { hash } : { hash, version }
    now.set(nameOf(document), recall(document) ?? said)
  }
  return { recall, last, keep, turn }
}

// what names nothing is told by what it says
function nameOf({ resource = '', routingKey, hash = '' }: PulledName): string {
  return `${resource} ${routingKey ?? hash}`
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
  for (const { fact, reading } of read) {
    if (fact.origin !== 'read') continue
    const version = reading.kind === 'document' ? reading.version : undefined
    pulled.get(fact.connection)?.keep(fact, version)
  }
}

/** What is under way as far as pulls remember it. */
export function underWayOf(pulled: ReadonlyMap<string, PullMemory>): UnderWay {
  return {
    tell: (document, version) => {
      const taken = pulled.get(document.connection)?.last(document)
      if (taken?.version === undefined) return false
      const order = compareVersions(version, taken.version)
      if (order === 'same') taken.isTold = true
      return order === 'same' || order === 'older'
    },
    isTold: (document) => pulled.get(document.connection)?.recall(document)?.isTold === true,
  }
}
