import type { Ref } from '@canonry/model'
import type { AuditEntry } from '../audit/audit-entry.js'
import type { AuditRow } from '../audit/audit-row.js'
import type { TreeState } from '../audit/tree.js'
import type { ConnectionGate } from '../effects/connection-gate.js'
import {
  type Effect,
  type EffectClass,
  type EffectRow,
  type EffectState,
  PARKED_STATES,
} from '../effects/effect.js'
import type { Exception } from '../exception.js'
import type { JournalPage, JournalQuestion } from '../journal/journal-page.js'
import type { Act } from '../people/act.js'
import type { ExceptionQuestion } from '../people/exception-filter.js'
import type { RecordedFinding } from '../recorded-finding.js'
import type { TimelineEntry } from '../timeline-entry.js'
import type { ConnectionRow } from './connection-row.js'
import type { EntityState, Link, PendingRead } from './rows.js'

/** What is not done yet. */
export interface Backlog {
  /** Journaled facts that were not processed. */
  readonly facts: number
  /** Documents that are still to be read, but for those that only wait for a moment (`IN_TIME`). */
  readonly reads: number
  /** Effects on their way, in any state that moves by itself. */
  readonly effects: number
  /** Effects that wait for something to exist in the target system, and those behind them. */
  readonly waiting: number
  /** Effects that a person must act on, and those behind them. */
  readonly blocked: number
}

/** The open effects of one class and connection; times are epoch milliseconds. */
export interface QueueRow {
  readonly connection: string
  readonly class: EffectClass
  readonly depth: number
  /** May be leased now, as far as the effects themselves go. */
  readonly ready: number
  /** With a worker. */
  readonly held: number
  /** For a person to act on. */
  readonly parked: number
  /** When the oldest was planned. */
  readonly plannedAt: number
  /** When the most urgent is to be done. */
  readonly dueAt: number
  /** When the next may be leased that may not be leased yet. */
  readonly runAt?: number
}

/** How much waits where; all counted in indexes of what is open, however much has ended. */
export interface QueueState {
  readonly effects: readonly QueueRow[]
  readonly journal: {
    readonly facts: number
    /** When the oldest fact that was not processed came in. */
    readonly receivedAt?: number
  }
  readonly reads: readonly {
    readonly connection: string
    readonly depth: number
    /** When the next is due. */
    readonly runAt: number
  }[]
}

/** Where the effects of a lane count in the backlog, by the state of the first. */
export function standingOf(head: EffectState): 'effects' | 'waiting' | 'blocked' {
  if (PARKED_STATES.has(head) || head === 'proposed') return 'blocked'
  return head === 'waiting' ? 'waiting' : 'effects'
}

/** The questions that a store answers, by name; refs are given as `refKey` prints them. */
export interface Queries {
  /** The states of all entities that have one of these names. */
  readonly situation: {
    readonly question: { readonly refs: readonly string[] }
    readonly answer: {
      readonly links: readonly Link[]
      readonly states: readonly EntityState[]
      /** Connections whose changes lead only to proposals. */
      readonly planning?: readonly string[]
    }
  }
  /** For each known ref: the names of its entity in one system's account. */
  readonly links: {
    readonly question: {
      readonly refs: readonly string[]
      readonly system: string
      readonly account: string
    }
    readonly answer: Readonly<Record<string, Ref>>
  }
  /** What was told of all entities that a ref names, oldest first. */
  readonly timeline: {
    readonly question: { readonly ref: string }
    readonly answer: readonly TimelineEntry[]
  }
  readonly exceptions: {
    readonly question: ExceptionQuestion
    readonly answer: readonly Exception[]
  }
  /** By their keys. */
  readonly findings: { readonly question: object; readonly answer: readonly RecordedFinding[] }
  readonly counters: {
    readonly question: object
    readonly answer: Readonly<Record<string, number>>
  }
  /** What time it is for all who share the store, epoch milliseconds; nothing where it has no clock. */
  readonly clock: { readonly question: object; readonly answer: number | undefined }
  readonly backlog: { readonly question: object; readonly answer: Backlog }
  /** By connection and class, in that order. */
  readonly queues: { readonly question: { readonly now: number }; readonly answer: QueueState }
  /** Effects by state, oldest first; or those of some keys, in any order; at most `limit`. */
  readonly effects: {
    readonly question: {
      readonly states?: readonly EffectState[]
      readonly keys?: readonly string[]
      /** Only those that the worker of this claim holds. */
      readonly heldBy?: number
      readonly limit: number
    }
    readonly answer: readonly Effect[]
  }
  /** The open effects of a lane, in their order. */
  readonly lane: {
    readonly question: { readonly lane: string }
    readonly answer: readonly Effect[]
  }
  /** What is remembered of connections. */
  readonly connections: { readonly question: object; readonly answer: readonly ConnectionRow[] }
  /**
   * Source keys, in order, that begin with one of the prefixes and come behind `after`, of things
   * that are not deleted, were heard of before a moment, and were not seen by the pull under way. What
   * was only added to a sum (`Sync.add`) has no fact of its own place, and was heard of before any.
   */
  readonly absent: {
    readonly question: {
      readonly connection: string
      readonly prefixes: readonly string[]
      readonly after: string
      readonly before: number
      readonly limit: number
    }
    readonly answer: readonly string[]
  }
  /**
   * Names of sources, as `refKey` prints them, whose bodies belong to these subjects or to another
   * name of the same entity; some of them, none that is erased.
   */
  readonly about: {
    readonly question: { readonly subjects: readonly string[]; readonly limit: number }
    readonly answer: readonly string[]
  }
  /** Effects that are proposed because of a connection, in the order in which they were planned. */
  readonly proposals: {
    readonly question: { readonly connection: string }
    readonly answer: readonly EffectRow[]
  }
  /** How many facts that were received at or before a moment are not processed. */
  readonly undecided: {
    readonly question: { readonly before: number }
    readonly answer: number
  }
  /** Reads that are due, oldest first, but for those of some connections. */
  readonly reads: {
    readonly question: {
      readonly now: number
      readonly limit: number
      readonly except?: readonly string[]
    }
    readonly answer: readonly PendingRead[]
  }
  /** Limiters and breakers by connection, of those that were ever used. */
  readonly gates: {
    readonly question: object
    readonly answer: Readonly<Record<string, ConnectionGate>>
  }
  /** What people did, oldest first: at most `limit`, behind the act with the id `after`. */
  readonly acts: {
    readonly question: { readonly after?: string; readonly limit: number }
    readonly answer: readonly Act[]
  }
  /** The audit log: its size, and hashes that no node covers yet. */
  readonly auditTree: { readonly question: object; readonly answer: TreeState }
  /** Entries of the audit log from an index on, at most `limit`. */
  readonly auditEntries: {
    readonly question: { readonly from: number; readonly limit: number }
    readonly answer: readonly AuditEntry[]
  }
  /** Hashes of nodes of one level, `to` excluded, as far as they are there. */
  readonly auditNodes: {
    readonly question: { readonly level: number; readonly from: number; readonly to: number }
    readonly answer: readonly string[]
  }
  /** What became of the rows of entries, one answer each. */
  readonly auditRows: {
    readonly question: { readonly entries: readonly AuditEntry[] }
    readonly answer: readonly AuditRow[]
  }
  /** Processed facts, page by page; bodies of one page are bounded together. */
  readonly journal: { readonly question: JournalQuestion; readonly answer: JournalPage }
}

/** The name of a question. */
export type QueryName = keyof Queries
