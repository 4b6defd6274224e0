import type { EffectRow } from '@canonry/sync'
import type { Scope } from './scope.js'

/** What names a lane. */
export type Lane = Pick<EffectRow, 'id' | 'connection' | 'entity'>

/** Puts an effect at the end of its lane. */
export function enterLane(
  { sql, tenant }: Scope,
  { lane: { id, connection, entity }, seq }: { lane: Lane; seq: number },
): void {
  sql.run(
    'INSERT INTO lane (tenant, id, connection, entity, seq) VALUES (?, ?, ?, ?, ?)',
    tenant,
    id,
    connection,
    entity,
    seq,
  )
}

/** Takes an effect out of its lane. */
export function leaveLane(
  { sql, tenant }: Scope,
  { lane: { id, connection, entity }, seq }: { lane: Lane; seq: number },
): void {
  sql.run(
    'DELETE FROM lane WHERE tenant = ? AND id = ? AND connection = ? AND entity = ? AND seq = ?',
    tenant,
    id,
    connection,
    entity,
    seq,
  )
}

/** The number of the effect that stands first in a lane. */
export function firstIn(
  { sql, tenant }: Scope,
  { id, connection, entity }: Lane,
): number | undefined {
  const row = sql.get(
    `SELECT seq FROM lane WHERE tenant = ? AND id = ? AND connection = ? AND entity = ?
     ORDER BY seq LIMIT 1`,
    tenant,
    id,
    connection,
    entity,
  )
  return row && Number(row['seq'])
}
