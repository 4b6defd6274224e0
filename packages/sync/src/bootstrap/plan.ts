import type { EntityName, Ref } from '@canonry/model'
import type { Effect, EffectRow } from '../effects/effect.js'
import { sha256 } from '../sha256.js'

/** One write that a new connection's data leads to, and that waits for approval. */
export interface ProposedWrite {
  readonly key: string
  readonly kind: 'upsert' | 'cancel'
  /** The connection that would be written to. */
  readonly to: string
  readonly entity: EntityName
  readonly source: Ref
  readonly flow: string
  /** Changes exactly when the content does. */
  readonly bodyHash: string
}

/** A proposed write with what it says: canonical, as the flow planned it. */
export interface Proposal extends ProposedWrite {
  readonly body: unknown
}

/** All writes that a new connection's data leads to, in the order in which they were planned. */
export interface BootstrapPlan {
  /** Names exactly this plan: approve it by this. */
  readonly hash: string
  /**
   * Names the writes of this plan, whatever they say by the time they are approved: approve by this
   * where what they say changes by the minute, as stock does.
   */
  readonly scope: string
  readonly writes: readonly ProposedWrite[]
}

/** The plan that proposed effects make. */
export function planOf(proposed: readonly EffectRow[]): BootstrapPlan {
  const newest = proposed.reduce((last, { fence }) => Math.max(last, fence), 0)
  const latest = proposed.reduce((last, { plannedAt }) => Math.max(last, plannedAt), 0)
  return {
    hash: hashNameOf(newest, proposed),
    scope: scopeNameOf(latest, proposed),
    writes: proposed.map(toWrite),
  }
}

/**
 * The effects of the plan with this hash or scope; `undefined` when one of them has changed since, or,
 * of a scope, is not proposed any more.
 *
 * What was planned after it is no part of it: a shop that sells while its plan is read can still be
 * approved.
 */
export function plannedUnder(
  name: string,
  proposed: readonly EffectRow[],
): readonly EffectRow[] | undefined {
  const [, scope = '', digits = ''] = /^(scope-)?(\d+)-/.exec(name) ?? []
  const bound = Number(digits)
  const part = proposed.filter(({ plannedAt, fence }) => (scope ? plannedAt : fence) <= bound)
  const known = scope ? scopeNameOf(bound, part) : hashNameOf(bound, part)
  return known === name ? part : undefined
}

/** Proposed effects with their bodies, as a person looks at them. */
export function toProposal(effect: Effect): Proposal {
  return { ...toWrite(effect), body: effect.body }
}

// up to which write of the store it reaches, and what each write says
function hashNameOf(newest: number, part: readonly EffectRow[]): string {
  const lines = part.map(({ key, kind, bodyHash }) => JSON.stringify([key, kind, bodyHash]))
  return `${newest}-${sha256Of(lines)}`
}

// up to which moment it was planned, and which writes there are
function scopeNameOf(latest: number, part: readonly EffectRow[]): string {
  return `scope-${latest}-${sha256Of(part.map(({ key, kind }) => JSON.stringify([key, kind])))}`
}

function sha256Of(lines: readonly string[]): string {
  return sha256([...lines].sort().join('\n'), 'hex')
}

function toWrite(row: EffectRow): ProposedWrite {
  const { key, kind, connection: to, entity, source, flow, bodyHash } = row
  return { key, kind, to, entity, source, flow, bodyHash }
}
