import type { Unreadable } from '../store/body-label.js'

/** The topic of a fact that says that a scan of everything did not bring a document; it has no body. */
export const ABSENT = 'absent'

/** The topic of the fact that says which file was taken, and what was in it; its hash is the file's. */
export const MANIFEST = 'manifest'

/** The topic of what a pull brought from a source that tells of changes by itself. */
export const RECONCILED = 'reconcile'

/** The topic of the same when nothing was ever pulled from there: what is heard of first is not missed. */
export const FIRST_PULL = 'first-pull'

/** The origin and topic of what was added to a sum before it was journaled: it is not worked on again. */
export const ADDED = 'added'

/** What is kept of a delivery before anything of it is understood. */
export interface NewFact {
  readonly connection: string
  /**
   * How it came: what is asked for, or handed over, is the source's own word. What a `flow` recorded
   * came with the change that it follows from; what was `added` has changed its sum already.
   */
  readonly origin: 'webhook' | 'read' | 'pull' | 'ingest' | 'flow' | 'added'
  readonly shard: number
  /** The system's own word for what happened; `read` for a document that the core asked
   * for, `reconcile`, `first-pull` or `snapshot` for one that was pulled, `ingest` for one that was handed over,
   * `record` for one that a flow recorded.
   */
  readonly topic: string
  /** Absent for a topic that the pack does not map. */
  readonly resource?: string
  readonly apiVersion: string
  /** The id of the root document. */
  readonly routingKey?: string
  readonly eventId?: string
  readonly orderHint?: string
  /** SHA-256 of all bytes received, hexadecimal; it outlives the body. */
  readonly hash: string
  /** Bytes received. */
  readonly size: number
  /** Epoch milliseconds. */
  readonly receivedAt: number
  readonly headers: Readonly<Record<string, string>>
  /** The bytes as received; absent when they are withheld. */
  readonly body?: Uint8Array
  /** What the body is about, as far as it is known before it is read, as `refKey` prints it. */
  readonly subjects?: readonly string[]
  /** The key that the body is sealed with; absent where it is not sealed. */
  readonly keyId?: string
  /** Why the body was not kept: the document is read instead. */
  readonly withheld?: 'oversize' | 'too-deep'
}

/** One thing heard from a connection, journaled: `seq` is gapless within its shard. */
export interface Fact extends Omit<NewFact, 'subjects'> {
  readonly seq: number
  readonly unreadable?: Unreadable
  /** Present when its body is gone by its age, and not because it was erased. */
  readonly expired?: true
  /** Another delivery carried the same event id with other bytes. */
  readonly conflicting: boolean
}
