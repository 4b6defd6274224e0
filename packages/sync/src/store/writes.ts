import type { GateEvent } from '../effects/connection-gate.js'
import type { Effect, EffectRow } from '../effects/effect.js'
import type { ExceptionDraft, Resolution } from '../exception.js'
import type { NewFact } from '../journal/fact.js'
import type { Act } from '../people/act.js'
import type { RecordedFinding } from '../recorded-finding.js'
import type { TimelineEntry } from '../timeline-entry.js'
import type { BodyLabel } from './body-label.js'
import type { ConnectionRow } from './connection-row.js'
import type { EntityRow, Link, PendingRead, SourceRow } from './rows.js'

/** Amounts to add to counters by name. */
export type Counts = Readonly<Record<string, number>>

/** Opens an exception, or brings the open one of that fingerprint up to date; or resolves it. */
export type ExceptionWrite =
  | { readonly kind: 'open'; readonly id: string; readonly draft: ExceptionDraft }
  | { readonly kind: 'resolve'; readonly fingerprint: string; readonly resolution?: Resolution }

/**
 * Sets or removes a finding, which `key` names within the tenant; or removes all that an entity has
 * from one lane.
 */
export type FindingWrite =
  | { readonly kind: 'record'; readonly key: string; readonly finding: RecordedFinding }
  | { readonly kind: 'clear'; readonly key: string }
  | { readonly kind: 'clear-lane'; readonly id: string; readonly lane: string }

/** A new effect, or a new content of a known one that still has `fence`. */
export type EffectWrite =
  | { readonly kind: 'insert'; readonly effect: Effect }
  | {
      readonly kind: 'update'
      readonly fence: number
      readonly row: EffectRow
      /** Present when the body changes too, with its label. */
      readonly body?: unknown
      readonly label?: BodyLabel
    }

/** What goes along with a change of an entity or an effect, in the same transaction. */
export interface Notes {
  readonly timeline: readonly TimelineEntry[]
  readonly exceptions: readonly ExceptionWrite[]
  readonly counts: Counts
}

/** A read that brought what it was to bring, as it was asked for when it began. */
export type EndedRead = Pick<PendingRead, 'id' | 'asked'>

/** Facts to journal; see {@link TenantStore.append}. */
export interface Append {
  readonly now: number
  readonly facts: readonly NewFact[]
  readonly counts: Counts
  /**
   * The reads that brought these facts: they are journaled, without dedupe, only if one of the reads
   * is still pending; otherwise all of them are duplicates. Those end that were not `asked` anew.
   */
  readonly reads?: {
    readonly ended: readonly EndedRead[]
    readonly epoch: number
    readonly exceptions: readonly ExceptionWrite[]
  }
  /** The pull that brought these facts: as with reads, all of it happens or nothing. */
  readonly pull?: PullWrite
}

/**
 * A step of a connection's pull, together with the facts that it brought.
 *
 * It happens only if the row in the store is one version older than this one (or there is none, and
 * this is the first). When the pull is done, what was seen is forgotten.
 */
export interface PullWrite {
  readonly epoch: number
  readonly row: ConnectionRow
  /** Source keys that are there, and so not absent from this scan. */
  readonly seen: readonly string[]
  readonly findings: readonly FindingWrite[]
  readonly exceptions: readonly ExceptionWrite[]
}

/** What became of one appended fact. */
export type Appended =
  | { readonly kind: 'accepted' | 'conflicting'; readonly shard: number; readonly seq: number }
  | { readonly kind: 'duplicate' }

/** An entity's new content; `expected` is the version that it was decided on, 0 for a new one. */
export interface EntityWrite {
  readonly expected: number
  readonly row: EntityRow
}

/**
 * One step of the journal plane, or one act of a person: all of it happens, or nothing.
 *
 * An act comes from any process, whoever works: it has no epoch and moves no cursor.
 */
export interface Commit extends Notes {
  readonly now: number
  readonly epoch?: number
  readonly cursors: readonly {
    readonly shard: number
    readonly from: number
    readonly to: number
  }[]
  readonly entities: readonly EntityWrite[]
  /** Each is a link of its entity, or becomes one. */
  readonly sources: readonly SourceRow[]
  readonly links: readonly Link[]
  readonly effects: readonly EffectWrite[]
  readonly findings: readonly FindingWrite[]
  readonly reads: readonly PendingRead[]
  /** Facts that follow from what is decided: journaled behind all others, without dedupe. */
  readonly facts?: readonly NewFact[]
  /** What the limiters and breakers of connections learn. */
  readonly gates?: readonly { readonly connection: string; readonly event: GateEvent }[]
  readonly acts?: readonly Act[]
  /** Rows of connections, each one version newer than the store's. */
  readonly connections?: readonly ConnectionRow[]
  /**
   * What facts turned out to be about, beside what was known when they were journaled; the names of
   * their sources are among both.
   */
  readonly subjects?: readonly FactSubjects[]
  readonly erase?: EraseWrite
}

/** What a fact is about, as `refKey` prints it. */
export interface FactSubjects {
  readonly shard: number
  readonly seq: number
  readonly names: readonly string[]
}

/** Bodies that are erased, whether or not they are there; their rows, with all hashes, stay. */
export interface EraseWrite {
  /**
   * Canonical ids: bodies of their entities, bodies and residue of their sources, and ended effects;
   * all names of them are subjects, too.
   */
  readonly ids: readonly string[]
  /** Bodies of facts, and of ended effects, that are about these names. */
  readonly subjects: readonly string[]
}

/** A step of one effect by the worker that holds it; nothing of it happens if the fence is stale. */
export interface Completion extends Notes {
  readonly fence: number
  /**
   * The effect after the step. What may differ from before is its state, its attempts and probes,
   * its `runAt` and `updatedAt`, and what is said of the outcome: `failing`, `dependency`,
   * `refused`, `remote`, `remoteVersion` and `message`.
   */
  readonly row: EffectRow
  /** The thing in the target system, to be linked to the effect's entity. */
  readonly link?: Link
  readonly findings?: readonly FindingWrite[]
  /** What the connection's limiter and breaker learn. */
  readonly gate?: GateEvent
}
