import type { EntityName, Ref } from '@canonry/model'
import type { EffectRow } from '../effects/effect.js'
import type { RecordedFinding } from '../recorded-finding.js'
import type { BodyLabel, Unreadable } from './body-label.js'

/**
 * What one connection currently says about one thing, and which fact said so.
 *
 * There is one row per connection and key: `resource` is the dialect that spoke last.
 */
export interface SourceRow {
  readonly connection: string
  /** The resource, with its dialect, that spoke last. */
  readonly resource: string
  /** `sourceKey` of the pack contract. */
  readonly key: string
  readonly entity: EntityName
  /** The canonical id. */
  readonly id: string
  /** The version that the source gave, if it gives any. */
  readonly version?: string
  /** The revision of the mapping that read it. */
  readonly mapping: number
  readonly body: Readonly<Record<string, unknown>>
  readonly bodyHash: string
  /** Wire content without a canonical place, by dialect: a book of `enterResidue`. */
  readonly residue: string
  readonly shard: number
  readonly seq: number
  /** When its source was known to have it no longer, epoch milliseconds; its content is the last known. */
  readonly deletedAt?: number
  readonly label?: BodyLabel
  readonly unreadable?: Unreadable
  /** Present when its body was read from an older shape; the hash is that of the older one. */
  readonly reshaped?: true
  /** Present when its body and residue were erased; the hash is what remains. */
  readonly erased?: true
}

/** The merged entity. `revision` counts its contents, `version` every commit that touched it. */
export interface EntityRow {
  readonly entity: EntityName
  readonly id: string
  readonly revision: number
  readonly version: number
  /** The connection that it first came from. */
  readonly origin: string
  /** Its name there: effect keys are made from it, so it never changes. */
  readonly source: Ref
  readonly body: Readonly<Record<string, unknown>>
  /** When it was known to exist no longer where it came from, epoch milliseconds. */
  readonly deletedAt?: number
  readonly label?: BodyLabel
  readonly unreadable?: Unreadable
  /** Present when its body was erased, until a source says something new. */
  readonly erased?: true
}

/** A ref and the entity that it is a name of. */
export interface Link {
  readonly entity: EntityName
  readonly id: string
  readonly ref: Ref
  /** How it is known: the fact or the effect. */
  readonly evidence: string
  /** The ref is that of a record which stands for several entities of ours, as its system says. */
  readonly shared?: true
}

/** All that deciding needs to know of one entity. */
export interface EntityState {
  readonly row: EntityRow
  readonly sources: readonly SourceRow[]
  readonly findings: readonly RecordedFinding[]
  /** Every open effect of the entity, and the latest that ended, oldest first. */
  readonly effects: readonly EffectRow[]
}

/**
 * What ids of reads begin with that wait for the moment at which a sum changes by itself: nobody has
 * asked for them, and they are no backlog.
 */
export const IN_TIME = 'in-time:'

/**
 * A document that is to be read from a connection; failed reads wait, and block nothing.
 *
 * What is asked for again before it was read is one read, with another `asked`: a read that began
 * before that may have missed what is new.
 */
export interface PendingRead {
  readonly id: string
  /** Another one each time that it is asked for; absent where that is no matter. */
  readonly asked?: string
  readonly connection: string
  readonly ref: Ref
  readonly why: string
  readonly attempts: number
  /** Present when it failed together with others, and is read by itself from now on. */
  readonly alone?: true
  /** Epoch milliseconds. */
  readonly runAt: number
}
