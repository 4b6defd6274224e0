import type { PendingRead, Queries } from '@canonry/sync'
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
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[])
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
