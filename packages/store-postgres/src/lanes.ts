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
  { sql, tenant, floors }: Scope,
  lanes: readonly string[],
): Promise<readonly string[]> {
  const asked = [...new Set(lanes)]
  const rows = await sql.all(
    `SELECT n.lane FROM unnest($2::text[], $3::bigint[]) AS n (lane, floor) CROSS JOIN LATERAL (
       SELECT FROM @effect e WHERE e.lane = n.lane AND e.seq >= n.floor
         AND e.tenant IS NOT DISTINCT FROM $1 AND e.open LIMIT 1) e`,
    tenant,
    asked,
    asked.map(floors.lanes.at),
  )
  return rows.map(({ lane }) => lane as string)
}

/** Lanes that an effect has left, with the greatest number that any of these had. */
type LeftLanes = ReadonlyMap<string, number>

/** The first effects of lanes that stand there as `planned`, as they are once they are promoted. */
export async function newHeads(
  scope: Scope,
  { lanes, now }: { lanes: LeftLanes; now: number },
): Promise<readonly EffectRow[]> {
  if (lanes.size === 0) return []
  const { sql, tenant, floors } = scope
  const names = [...lanes.keys()]
  const heads = await sql.all(
    `SELECT n.lane, h.seq, h.fence, h.step, h.decided
     FROM unnest($2::text[], $3::bigint[]) AS n (lane, floor) CROSS JOIN LATERAL (
       SELECT e.seq, e.fence, e.step, e.decided FROM @effect e
       WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.lane = n.lane AND e.seq >= n.floor AND e.open
       ORDER BY e.seq LIMIT 1) h`,
    tenant,
    names,
    names.map(floors.lanes.at),
  )
  const first = new Map(heads.map(({ lane, seq }) => [lane as string, Number(seq)]))
  scope.afterwards.push(() => {
    for (const [lane, seq] of lanes) floors.lanes.raise(lane, first.get(lane) ?? seq + 1)
  })
  const isPlanned = ({ state }: EffectRow) => state === 'planned'
  return toRows(heads)
    .filter(isPlanned)
    .map((row) => promoted(row, now))
}

/** What stands first in its lane is no longer planned, but ready. */
export function promoted(row: EffectRow, now: number): EffectRow {
  if (row.state !== 'planned') return row
  return { ...row, state: nextState('planned', 'promote'), runAt: now }
}
