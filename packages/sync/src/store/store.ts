import type { ResultAsync } from 'neverthrow'
import type { ConnectionLoad, GateEvent } from '../effects/connection-gate.js'
import type { Effect } from '../effects/effect.js'
import type { SlaEvent } from '../effects/sla.js'
import type { Fact } from '../journal/fact.js'
import type { Expiry } from './expiry.js'
import type { Holder } from './link-names.js'
import type { Queries, QueryName } from './queries.js'
import type { PendingRead } from './rows.js'
import type { StoreFailure } from './store-failure.js'
import type { Append, Appended, Commit, Completion, Counts, ExceptionWrite } from './writes.js'

/** What a store offers; conformance cases that need more than this are skipped by name. */
export interface StoreCapabilities {
  /** Whether what was committed survives the process. */
  readonly durable: boolean
  /** Whether other processes may open the same store at the same time. */
  readonly shared: boolean
  /** Whether several workers may work on one tenant at the same time; else one replaces the other. */
  readonly manyWorkers: boolean
  /**
   * How long a worker may be silent before another one takes its place, in milliseconds of the workers'
   * clock: whoever stood still for long makes no call that another may have made instead.
   */
  readonly silenceMs: number
}

/** Where the state of the core lives. A handle sees its own tenant and nothing else. */
export interface Store {
  readonly capabilities: StoreCapabilities
  /** With `audit` the tenant has an audit log from now on, whoever opens it and how. */
  open(tenant: string, options?: OpenOptions): TenantStore
  close(): ResultAsync<void, StoreFailure>
}

/** How a tenant is opened. */
export interface OpenOptions {
  readonly audit?: boolean
  /**
   * Called, while a worker has a claim here, soon after another process gave the tenant something to
   * do. A hint that may get lost: workers look for themselves, too.
   */
  readonly heard?: () => void
}

/** What a lease asks for: effects that are due, of connections that bear them. */
export interface Lease {
  readonly now: number
  readonly epoch: number
  /** The most effects to take of each connection. */
  readonly limit: number
  readonly connections: readonly ConnectionLoad[]
}

/** Which facts to read, and how many. */
export interface ReadFacts {
  readonly limit: number
  /** How many bytes their bodies may have together; one fact comes at least. */
  readonly bytes: number
  /** The shard whose turn it was last: the shards behind it come first, and it comes last. */
  readonly after?: number
  /**
   * Where several workers work: facts of the shards in this share. What lies elsewhere comes only
   * where there is none, and only if it was received before `straysBefore`: its worker may be gone.
   */
  readonly share?: WorkerShare
  readonly straysBefore?: number
}

/**
 * Which part of the work is a worker's own, of those who work at the same time: a hint that keeps them
 * out of each other's way. What they write is checked, whoever's it was.
 */
export interface WorkerShare {
  /** From 0 on. */
  readonly index: number
  readonly count: number
  /** How many others are about to leave, and still have calls under way; absent where none is. */
  readonly leaving?: number
}

/**
 * What became of one completion; `done` carries the row's new fence. Of one whose link is `taken`
 * nothing happened: the effect of another entity has made what its link names.
 */
export type Completed =
  | { readonly kind: 'done'; readonly fence: number }
  | { readonly kind: 'stale' }
  | { readonly kind: 'taken'; readonly by: Holder }

/** Upkeep: taking, keeping and giving back the right to work, and what time makes necessary. */
export type Maintain =
  /**
   * Takes the store for a worker. Where one works at a time it fails with `already-running` while
   * another one lives. Asked again by the same worker it keeps the epoch.
   */
  | { readonly kind: 'claim'; readonly now: number; readonly worker: string }
  /**
   * Says that the worker lives, and does what time makes necessary, a bounded number each: takes the
   * right to work from others that are gone (`WORKER_GONE_MS`), where several work; drops
   * dedupe keys that have expired, and marks open effects that are about to be late, or are, as
   * `slaStep` says: the earliest first, and of the same moment those that were planned first. Drops
   * bodies as `expire` says, and counts them as `facts.expired` and `intents.expired`; it looks at the
   * next ones, from where the last beat of any worker stopped, and begins anew behind the last.
   */
  | {
      readonly kind: 'beat'
      readonly now: number
      readonly epoch: number
      readonly expire?: Expiry
      /**
       * It begins nothing new, and only waits for what it holds: its part of the work is that of the
       * others, where several work.
       */
      readonly leaving?: true
    }
  /** Records counts and exceptions that belong to no fact and no effect; needs no claim. */
  | {
      readonly kind: 'note'
      readonly now: number
      readonly counts: Counts
      readonly exceptions: readonly ExceptionWrite[]
    }
  /** Puts a failed read off. */
  | {
      readonly kind: 'postpone'
      readonly now: number
      readonly epoch: number
      readonly read: PendingRead
      readonly exceptions: readonly ExceptionWrite[]
    }
  /** Draws one call from a connection's limiter, and says whether its gate lets it through. */
  | {
      readonly kind: 'call'
      readonly now: number
      readonly epoch: number
      readonly load: ConnectionLoad
    }
  /** Tells a connection's gate what a call that was no effect's said about it. */
  | {
      readonly kind: 'learn'
      readonly now: number
      readonly epoch: number
      readonly connection: string
      readonly event: GateEvent
    }
  /** Gives the store back. */
  | { readonly kind: 'release'; readonly epoch: number }

/**
 * What upkeep answers: the worker's epoch, and effects that lost workers still hold (bounded); whoever
 * hears of them gives them back, and a fence sees to it that it happens once.
 */
export interface Maintained {
  readonly epoch: number
  readonly abandoned: readonly Effect[]
  /** What a claim or a beat says of the part of the work that is this worker's own; absent: all. */
  readonly share?: WorkerShare
  /** Whether the gate lets the call through that was asked for. */
  readonly admitted?: boolean
  /** What a beat told about SLAs; it was told to nobody before. */
  readonly sla?: readonly SlaEvent[]
}

/**
 * The seven things that the core asks of a store, each atomic and batched.
 *
 * `now` is the caller's clock, epoch milliseconds. `epoch` is the worker's claim: once it was taken
 * from the worker, every request with it fails with `stale-fence` and changes nothing.
 */
export interface TenantStore {
  /**
   * Journals facts in order, each exactly once, and says what became of each.
   *
   * A fact of a webhook is a duplicate when, within 35 days, its (connection, topic, hash) or its
   * (connection, event id) with the same hash was accepted; the same event id with another hash is
   * `conflicting` and accepted. What makes other facts duplicates, `dedupeKeysOf` says. `seq` starts at 1, gapless per shard, in commit order. Counts
   * `facts.received`, `facts.duplicate` and `facts.conflicting`.
   */
  append(request: Append): ResultAsync<readonly Appended[], StoreFailure>
  /**
   * Facts behind the cursors, each shard's in order, shard by shard: all that are there, up to the
   * limits. Many facts of one shard tell more about one entity than few facts of many.
   */
  read(request: ReadFacts): ResultAsync<readonly Fact[], StoreFailure>
  /**
   * Commits one step of the journal plane, or one act of a person, all or nothing.
   *
   * `conflict` when a cursor (`isOutrun`), an entity's version or an effect's fence is not what was expected, an
   * effect key exists, a new effect revises one that is parked by now (`revisedIn`), a ref is linked to another entity, an effect is
   * proposed because of a connection that does not plan (any more), or the fact that a source is
   * written from has expired. New links wake what waits for them.
   */
  commit(request: Commit): ResultAsync<void, StoreFailure>
  /**
   * Takes due effects, heads of their lanes only, as the connections' gates and class shares allow.
   *
   * They come back `leased`, or `verifying` where the outcome was unknown, with a new fence.
   */
  lease(request: Lease): ResultAsync<readonly Effect[], StoreFailure>
  /**
   * Records steps of held effects, one answer each, in order; one stale item stops no other.
   *
   * An effect that starts waiting for something that exists by now is due at once. When an effect
   * ends, the next of its lane becomes ready. Links go where `placeOfLink` says.
   */
  complete(request: {
    readonly now: number
    readonly epoch: number
    readonly items: readonly Completion[]
  }): ResultAsync<readonly Completed[], StoreFailure>
  maintain(request: Maintain): ResultAsync<Maintained, StoreFailure>
  query<Name extends QueryName>(
    question: Queries[Name]['question'] & { readonly kind: Name },
  ): ResultAsync<Queries[Name]['answer'], StoreFailure>
}
