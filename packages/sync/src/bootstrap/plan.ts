import type { EntityName, Ref } from '@canonry/model'
import type { EffectRow } from '../effects/effect.js'
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

/** All writes that a new connection's data leads to, in the order in which they were planned. */
export interface BootstrapPlan {
  /** Names exactly this plan: approve it by this. */
  readonly hash: string
  readonly writes: readonly ProposedWrite[]
}

/** The plan that proposed effects make. */
export function planOf(proposed: readonly EffectRow[]): BootstrapPlan {
  const newest = proposed.reduce((last, { fence }) => Math.max(last, fence), 0)
  return { hash: `${newest}-${hashOf(proposed)}`, writes: proposed.map(toWrite) }
}

/**
 * The effects of the plan with this hash; `undefined` when one of them has changed since.
 *
 * What was planned after it is no part of it: a shop that sells while its plan is read can still be
 * approved.
 */
export function plannedUnder(
  hash: string,
  proposed: readonly EffectRow[],
): readonly EffectRow[] | undefined {
  const newest = Number(hash.slice(0, Math.max(0, hash.indexOf('-'))))
  const part = proposed.filter(({ fence }) => fence <= newest)
  return `${newest}-${hashOf(part)}` === hash ? part : undefined
}

function hashOf(proposed: readonly EffectRow[]): string {
  const lines = proposed.map(({ key, kind, bodyHash }) => JSON.stringify([key, kind, bodyHash]))
  return sha256(lines.sort().join('\n'), 'hex')
}

function toWrite(row: EffectRow): ProposedWrite {
  const { key, kind, connection: to, entity, source, flow, bodyHash } = row
  return { key, kind, to, entity, source, flow, bodyHash }
}
