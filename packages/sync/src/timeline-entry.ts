import type { EntityName, Instant, Ref } from '@canonry/model'

/** What happened to one entity, by kind; see {@link TimelineEntry} for what every entry has. */
export type TimelineEvent =
  | {
      readonly kind: 'fact-received' | 'fact-skipped'
      readonly topic: string
      readonly eventId?: string
      readonly version?: string
      /** Why the fact changed nothing: older than what is known, or the same. */
      readonly why?: string
    }
  | {
      readonly kind: 'entity-created' | 'entity-changed'
      readonly revision: number
      readonly paths: readonly string[]
    }
  /** Its bodies were erased, by whom and why. */
  | { readonly kind: 'entity-erased'; readonly actor: string; readonly why: string }
  /** The entity exists no longer where it came from, or is there again. */
  | { readonly kind: 'entity-deleted' | 'entity-restored'; readonly revision: number }
  | { readonly kind: 'finding'; readonly code: string; readonly message: string }
  /** A person let facts be read again; what follows came of it. */
  | { readonly kind: 'replayed'; readonly actor: string; readonly why: string }
  | { readonly kind: 'read-requested'; readonly why: string }
  | (EffectTimes & {
      readonly kind: EffectEventKind
      readonly effect: string
      readonly attempt: number
      readonly message?: string
      /** The person, or what acted for one, and why; absent for what the core did by itself. */
      readonly actor?: string
      readonly why?: string
      /** The thing in the target system. */
      readonly remote?: Ref
      /** When the effect is due again. */
      readonly dueAt?: Instant
    })

/** What a step tells of the states before it, which no step of their own tells of. */
export interface EffectTimes {
  /** Since when it could have been leased. */
  readonly readyAt?: Instant
  /** When a worker took it, to send it or to read it back. */
  readonly leasedAt?: Instant
}

/** The steps of an effect that a timeline shows. */
export type EffectEventKind =
  | 'effect-planned'
  | 'effect-refreshed'
  | 'effect-sent'
  /** The worker that had leased it was gone before it sent anything. */
  | 'effect-abandoned'
  | 'effect-unknown'
  | 'effect-verified'
  | 'effect-confirmed'
  | 'effect-no-op'
  | 'effect-waiting'
  | 'effect-throttled'
  | 'effect-retry'
  | 'effect-exception'
  | 'effect-superseded'
  | 'effect-cancelled'
  | 'effect-expired'
  | 'effect-resumed'
  | 'effect-redriven'
  | 'effect-dismissed'
  | 'sla-warned'
  | 'sla-breached'

/** One step in the life of an entity: what, by which connection, when. Never sampled. */
export type TimelineEntry = TimelineEvent & {
  readonly at: Instant
  readonly entity: EntityName
  /** The canonical id of the entity. */
  readonly id: string
  readonly connection: string
}
