import type { EntityName, Finding, Ref } from '@canonry/model'
import type { Result } from 'neverthrow'
import type { Credentials } from './credentials.js'
import type { Env } from './env.js'
import type { Failure } from './failure.js'

/** A document as a connector read it: JSON text as received, never parsed and printed again. */
export interface WireDocument {
  readonly resource: string
  readonly apiVersion: string
  /** The id of the root document. */
  readonly key: string
  readonly text: string
}

/** Documents of one resource whose keys begin in the same way: the lines of a transaction. */
export interface Family {
  readonly resource: string
  readonly begins: string
}

/** One page of a pull; `next` is absent at the end. */
export interface PullPage {
  readonly documents: readonly WireDocument[]
  /**
   * Families of which the page brings all that there are, or none because there is none any more. What
   * is known of them and was not on the page is read; what is not there either exists no longer. A
   * hint that was wrong costs a read and nothing else; a pull of everything needs none.
   */
  readonly complete?: readonly Family[]
  readonly next?: string
  /** How many documents the whole pull has, where the system says it: fewer means some are missing. */
  readonly total?: number
  /** The system's own clock at this page, epoch milliseconds; without it the core's is taken. */
  readonly asOf?: number
}

/** What one promised write is to bring about: canonical, never encoded. */
export interface Intent {
  /** The effect's key: stable over every attempt, so systems with idempotency keys can use it. */
  readonly key: string
  readonly kind: 'upsert' | 'cancel'
  readonly entity: EntityName
  /** Names the thing for ever, in its source; external ids are made from it. */
  readonly source: Ref
  readonly body: unknown
  /**
   * The entity's revision that the body was decided from, which every change of it raises; the core
   * always says it.
   */
  readonly revision?: number
  /**
   * The version that the system last gave to the document which the write changes, as it gave it; only
   * where `compareAndSet` is declared and a version is known. Where the document has another version
   * by now, the connector answers `conflict.version` instead of writing over it.
   */
  readonly expected?: string
  /**
   * It is an event that is past the time in which its flow wants it applied; only where `judgesLate` is
   * declared. The connector applies it where the system shows that this is still right, else answers
   * that it is `stale`, and why.
   */
  readonly late?: true
  /** What the crosswalk knows in the target system, by `refKey` of the other refs of the intent. */
  readonly links: Readonly<Record<string, Ref>>
}

/**
 * What became of one intent. `unknown`: the call may have been applied, its answer was lost.
 *
 * A ref names what the system has for this entity and for no other: where it gives two entities one
 * record, as an ERP that knows customers by e-mail, the outcome says that it is `shared`. Without
 * that, the second of them is left to a person.
 */
export type PushOutcome =
  | {
      readonly kind: 'confirmed'
      readonly ref: Ref
      readonly version?: string
      /** The record stands for other entities of ours, too, as the system means it to. */
      readonly shared?: true
      /** What had to be settled on the way, such as a rounding. */
      readonly findings?: readonly Finding[]
    }
  | { readonly kind: 'no-op'; readonly ref: Ref; readonly shared?: true }
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What a read-back says about an intent whose outcome is unknown. */
export type VerifyOutcome =
  | {
      readonly kind: 'applied'
      readonly ref: Ref
      readonly version?: string
      /** As in {@link PushOutcome}. */
      readonly shared?: true
      /** What had to be settled on the way, such as a rounding. */
      readonly findings?: readonly Finding[]
    }
  | { readonly kind: 'not-applied' }
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What a system offers beyond plain writes; the core uses only what is declared. */
export interface ConnectorCapabilities {
  readonly idempotencyKeys: boolean
  /** Whether a write is refused where the document has another version than `Intent.expected`. */
  readonly compareAndSet: boolean
  /** The most intents that one `push` takes. */
  readonly bulk: number
  /** How long after a write a read may still miss it, one included whose sender heard no answer. */
  readonly readAfterWriteMs: number
  /**
   * How many refs one `read` takes that costs hardly more than a read of one; default 1. Of a read of
   * several that fails, each is read again by itself.
   */
  readonly readTogether?: number
  /**
   * Whether `push` judges events that are past their time (`Intent.late`); without it they end as
   * expired, and are not sent.
   */
  readonly judgesLate?: boolean
  /** Whether `pull` heeds `since`; without it the core never pulls by itself. */
  readonly pullsSince?: boolean
}

/**
 * How much a system bears: calls at the same time, and a bucket of tokens that calls are paid from.
 *
 * A token bucket lets bursts through (`burst`), a leaky bucket spaces calls evenly (`burst: 1`), and
 * a cost bucket counts points instead of calls (`callCost`).
 */
export interface ConnectorLimits {
  readonly concurrency: number
  /** Tokens that come back every second. */
  readonly perSecond: number
  /** The most tokens that the bucket holds; default: those of one second, and one call's at least. */
  readonly burst?: number
  /** Tokens that one call takes; default 1. */
  readonly callCost?: number
}

/** All that the core knows of a system. It does I/O only through `Env.fetch`. */
export interface Connector {
  readonly capabilities: ConnectorCapabilities
  readonly limits: ConnectorLimits
  /**
   * Tokens that are left in the system's own bucket, as its last answer said, in a header or a body;
   * it corrects what the core counts. `undefined` where no answer said it yet.
   */
  tokensLeft?(): number | undefined
  /**
   * One page of documents, oldest change first; for bootstrap and reconciliation.
   *
   * Without a cursor the first page: of everything, or of what changed at or after `since` (epoch
   * milliseconds of the system's clock). A cursor goes on where its page ended, with the same bounds.
   */
  pull?(cursor: string | undefined, since?: number): Promise<Result<PullPage, Failure>>
  /**
   * Makes the system tell an address whatever the pack listens to; answers the topics that it did not
   * tell it until now. What it tells others stays as it is.
   */
  subscribe?(address: string): Promise<Result<readonly string[], Failure>>
  /** The current documents of these refs; a ref that no longer exists has none. */
  read(refs: readonly Ref[]): Promise<Result<readonly WireDocument[], Failure>>
  /** One outcome per intent, in order. Never throws for what the system answers. */
  push(intents: readonly Intent[]): Promise<readonly PushOutcome[]>
  /** One outcome per intent, in order, built on reading. */
  verify(intents: readonly Intent[]): Promise<readonly VerifyOutcome[]>
  /** Names the class of a failed call or of anything thrown; what it does not know is `handler.bug`. */
  classify(problem: unknown): Failure
}

/** What a connector is built with. */
export interface ConnectorPorts {
  /**
   * Its `fetch` is that of one worker: a request waits while another may work in its place, and rejects
   * with an `AbortError`, unsent, once one does, and in a call that was given up after two minutes. So
   * nothing keeps it for longer than the connector lives.
   */
  readonly env: Env
  readonly credentials: Credentials
}
