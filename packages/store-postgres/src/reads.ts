import type { EndedRead, PendingRead, Queries } from '@canonry/sync'
import { parsed, type Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** Adds pending reads. */
export async function putReads(
  { sql, tenant }: Scope,
  reads: readonly PendingRead[],
): Promise<void> {
  if (reads.length === 0) return
  await sql.all(
    `INSERT INTO @pending_read (tenant, id, connection, run_at, read)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[]) AS n (id)
     ORDER BY n.id
     ON CONFLICT (tenant, id) DO UPDATE SET run_at = excluded.run_at, read = excluded.read`,
    tenant,
    ...columnsOf(
      reads,
      ({ id }) => id,
      ({ connection }) => connection,
      ({ runAt }) => runAt,
      (read) => JSON.stringify(read),
    ),
  )
}

/**
 * Ends reads that were not asked for anew; answers whether one of them was still pending.
 *
 * Rows are locked in one order, as they are where reads are added.
 */
export async function endReads(
  { sql, tenant }: Scope,
  ended: readonly EndedRead[],
): Promise<boolean> {
  const rows = await sql.all(
    `WITH pending AS (
       SELECT p.id, p.read::json ->> 'asked' IS NOT DISTINCT FROM n.asked AS answered
       FROM unnest($2::text[], $3::text[]) AS n (id, asked)
       JOIN @pending_read p ON p.tenant IS NOT DISTINCT FROM $1 AND p.id = n.id
       ORDER BY p.id FOR UPDATE OF p
     ), gone AS (
       DELETE FROM @pending_read WHERE tenant IS NOT DISTINCT FROM $1
         AND id IN (SELECT id FROM pending WHERE answered)
     )
     SELECT id FROM pending`,
    tenant,
    ...columnsOf(
      ended,
      ({ id }) => id,
      ({ asked }) => asked ?? null,
    ),
  )
  return rows.length > 0
}

/** Puts a read off, if it is still pending. */
export async function postponeRead({ sql, tenant }: Scope, read: PendingRead): Promise<void> {
  await sql.all(
    'UPDATE @pending_read SET run_at = $3, read = $4 WHERE tenant IS NOT DISTINCT FROM $1 AND id = $2',
    tenant,
    read.id,
    read.runAt,
    JSON.stringify(read),
  )
}

/** Reads that are due; see the queries of a store. */
export async function dueReads(
  { sql, tenant }: Scope,
  { now, limit, except = [] }: Queries['reads']['question'],
): Promise<readonly PendingRead[]> {
  const rows = await sql.all(
    `SELECT read FROM @pending_read WHERE tenant = $1 AND run_at <= $2
       AND NOT connection = ANY($3::text[]) ORDER BY run_at LIMIT $4`,
    tenant,
    now,
    except,
    limit,
  )
  return rows.map((row) => parsed<PendingRead>(row['read']))
}
