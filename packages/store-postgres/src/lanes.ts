import { type EffectRow, nextState } from '@canonry/sync'
import { toRows } from './effect-rows.js'
import type { Scope } from './scope.js'

/**
 * Holds entities until the transaction ends, in one order: whoever adds an effect to a lane of an
 * entity or takes one out of it, does so alone.
 */
export async function lockEntities(
  { sql, tenant }: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await sql.all(
    `SELECT id, version FROM @entity WHERE tenant IS NOT DISTINCT FROM $1 AND id = ANY($2::text[])
     ORDER BY id FOR NO KEY UPDATE`,
    tenant,
    [...new Set(ids)],
  )
  return new Map(rows.map(({ id, version }) => [id as string, Number(version)]))
}

/** Lanes in which an effect is open. */
export async function openLanes(
  { sql, tenant }: Scope,
  lanes: readonly string[],
): Promise<readonly string[]> {
  const rows = await sql.all(
    `SELECT n.lane FROM unnest($2::text[]) AS n (lane) CROSS JOIN LATERAL (
       SELECT FROM @effect e WHERE e.lane = n.lane AND e.tenant IS NOT DISTINCT FROM $1 AND e.open LIMIT 1) e`,
    tenant,
    [...new Set(lanes)],
  )
  return rows.map(({ lane }) => lane as string)
}

/** The first effects of lanes that stand there as `planned`, as they are once they are promoted. */
export async function newHeads(
  { sql, tenant }: Scope,
  { lanes, now }: { lanes: readonly string[]; now: number },
): Promise<readonly EffectRow[]> {
  if (lanes.length === 0) return []
  const rows = await sql.all(
    `SELECT h.fence, h.step, h.decided FROM unnest($2::text[]) AS n (lane) CROSS JOIN LATERAL (
       SELECT e.state, e.fence, e.step, e.decided FROM @effect e
       WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.lane = n.lane AND e.open ORDER BY e.seq LIMIT 1) h
     WHERE h.state = 'planned'`,
    tenant,
    [...new Set(lanes)],
  )
  return toRows(rows).map((row) => promoted(row, now))
}

/** What stands first in its lane is no longer planned, but ready. */
export function promoted(row: EffectRow, now: number): EffectRow {
  if (row.state !== 'planned') return row
  return { ...row, state: nextState('planned', 'promote'), runAt: now }
}
