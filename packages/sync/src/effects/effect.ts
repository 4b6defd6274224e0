import type { EntityName, Ref } from '@canonry/model'
import type { FailureClass } from '@canonry/pack'
import type { BodyLabel, Unreadable } from '../store/body-label.js'

/** How urgent an effect is; under load each class gets its share, none starves. */
export type EffectClass = 'critical' | 'high' | 'normal' | 'bulk'

/**
 * Where an effect stands.
 *
 * `proposed` is part of a plan that a person must approve. `planned` waits for the one before it in its lane. `leased` is taken but not yet sent; `sending`
 * is committed before the call. `unknown` means that the call may have been applied: it is verified
 * before anything is sent again.
 */
export type EffectState =
  | 'proposed'
  | 'planned'
  | 'ready'
  | 'leased'
  | 'sending'
  | 'unknown'
  | 'verifying'
  | 'waiting'
  | 'retry-at'
  | 'throttled'
  | 'exception'
  | 'conflict'
  | 'dead'
  | 'confirmed'
  | 'no-op'
  | 'superseded'
  | 'cancelled'
  | 'expired'

/** States in which nothing of the effect has reached the target system, or surely not been applied. */
export const UNSENT_STATES: ReadonlySet<EffectState> = new Set<EffectState>([
  'proposed',
  'planned',
  'ready',
  'leased',
  'waiting',
  'retry-at',
  'throttled',
])

/** States from which a lease takes an effect once it is due. */
export const LEASABLE_STATES: ReadonlySet<EffectState> = new Set<EffectState>([
  'ready',
  'waiting',
  'retry-at',
  'throttled',
  'unknown',
])

/** States that hold the lane until a person or a newer decision acts. */
export const PARKED_STATES: ReadonlySet<EffectState> = new Set<EffectState>([
  'exception',
  'conflict',
  'dead',
])

/** States of what was surely not applied, and is tried again: what is newer need not wait for it. */
export const RETRIED_STATES: ReadonlySet<EffectState> = new Set<EffectState>([
  'waiting',
  'retry-at',
])

/** States in which a worker holds the effect. */
export const HELD_STATES: ReadonlySet<EffectState> = new Set<EffectState>([
  'leased',
  'sending',
  'verifying',
])

/** States that never change again: fixes and compensations are new effects. */
export const END_STATES: ReadonlySet<EffectState> = new Set<EffectState>([
  'confirmed',
  'no-op',
  'superseded',
  'cancelled',
  'expired',
])

/** What must exist in the target system first: the ref, as `refKey` prints it, and where. */
export interface Dependency {
  readonly ref: string
  readonly system: string
  readonly account: string
}

/**
 * One promised outside write, without its body.
 *
 * `key` is made from connection, kind, entity and source ref, and is unique for ever. `fence` is a
 * new number after every write of the row: whoever holds an older one is refused. Times are epoch
 * milliseconds.
 */
export interface EffectRow {
  readonly key: string
  readonly kind: 'upsert' | 'cancel'
  readonly connection: string
  readonly entity: EntityName
  /** The canonical id of the entity. */
  readonly id: string
  readonly source: Ref
  readonly flow: string
  readonly class: EffectClass
  readonly state: EffectState
  readonly fence: number
  /** The entity's revision that the body was decided from. */
  readonly revision: number
  /** Changes exactly when the body does. */
  readonly bodyHash: string
  /** Calls that counted. */
  readonly attempts: number
  /** The class of the latest failed call, and how many in a row failed in it. */
  readonly failing?: { readonly kind: FailureClass; readonly times: number }
  /** Looks for a missing dependency, or throttled tries: they cost no attempt. */
  readonly probes: number
  /** From when on a lease may take it. */
  readonly runAt: number
  /** When it is to be done, by its SLA. */
  readonly dueAt: number
  /** When people are told that it may be late; default: when it is late. */
  readonly warnAt?: number
  /** An event: one per source ref for ever. */
  readonly once?: true
  /** Nobody can read it back: what was tried may have been applied, and is sent again. */
  readonly blind?: true
  /** From when on it is of no use, and is not sent any more. */
  readonly expiresAt?: number
  readonly plannedAt: number
  readonly updatedAt: number
  /** Refs whose entities must exist in the target system first. */
  readonly after: readonly Ref[]
  readonly dependency?: Dependency
  /** It was refused before another took its place: surely not applied. */
  readonly refused?: true
  /** An earlier upsert of its family, no longer shown, may have been applied. */
  readonly reachedBefore?: true
  /** The effect that this one replaces. */
  readonly revises?: string
  /** The thing in the target system, once known. */
  readonly remote?: Ref
  readonly remoteVersion?: string
  /** The new connection whose plan it is part of, while it is `proposed`. */
  readonly proposedBy?: string
  /** Why it is not done, in one sentence. */
  readonly message?: string
}

/** A promised outside write with its body: canonical, never encoded, personal by default. */
export interface Effect extends EffectRow {
  readonly body: unknown
  readonly label?: BodyLabel
  readonly unreadable?: Unreadable
}

/** The lane of an effect: connection and entity, in which effects keep their order. */
export function laneOf({ connection, entity, id }: Pick<Effect, 'connection' | 'entity' | 'id'>) {
  return `${connection}|${entity}|${id}`
}

/** What a lane is made of. */
export function lanePartsOf(lane: string): { connection: string; entity: string; id: string } {
  const [, connection = '', entity = '', id = ''] = /^(.*)\|(\w+)\|(.*)$/s.exec(lane) ?? []
  return { connection, entity, id }
}
