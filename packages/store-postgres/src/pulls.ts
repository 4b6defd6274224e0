import { type PrefixRange, type PullWrite, prefixRanges, type Queries } from '@canonry/sync'
import { writeConnection } from './connections.js'
import { putFindings } from './findings.js'
import { writeExceptions } from './notes.js'
import type { Scope } from './scope.js'

/** Records a step of a pull and says whether it was the next one. */
export async function writePull(
  scope: Scope,
  { now, pull }: { now: number; pull: PullWrite },
): Promise<boolean> {
  const { row, seen, findings, exceptions } = pull
  const { connection } = row
  if (!(await writeConnection(scope, row))) return false
  if (row.pull.phase === 'done') await forgetSeen(scope, connection)
  else await rememberSeen(scope, { connection, seen })
  await putFindings(scope, findings)
  await writeExceptions(scope, { now, exceptions })
  return true
}

/** Source keys that a scan did not see; see the store port. */
export async function absentKeys(
  scope: Scope,
  { prefixes, after, limit, ...question }: Queries['absent']['question'],
): Promise<readonly string[]> {
  const keys: string[] = []
  for (const range of prefixRanges(prefixes, after)) {
    keys.push(...(await absentBelow(scope, { ...question, range, limit: limit - keys.length })))
    if (keys.length === limit) break
  }
  return keys
}

async function absentBelow(
  { sql, tenant }: Scope,
  {
    connection,
    range: { from, isIncluded, to },
    before,
    limit,
  }: { connection: string; range: PrefixRange; before: number; limit: number },
): Promise<string[]> {
  const rows = await sql.all(
    `SELECT s.key FROM @source s LEFT JOIN LATERAL (SELECT f.received_at FROM @fact f
       WHERE f.shard = s.shard AND f.tenant = $1 AND f.seq = s.seq OFFSET 0) f ON true
     WHERE s.tenant = $1 AND s.connection = $2 AND s.key ${isIncluded ? '>=' : '>'} $3 AND s.key < $4
       AND s.deleted_at IS NULL AND coalesce(f.received_at, 0) < $5 AND NOT EXISTS (
         SELECT 1 FROM @pull_seen p
         WHERE p.tenant = s.tenant AND p.connection = s.connection AND p.key = s.key OFFSET 0)
     ORDER BY s.key LIMIT $6`,
    tenant,
    connection,
    from,
    to,
    before,
    limit,
  )
  return rows.map(({ key }) => key as string)
}

async function rememberSeen(
  { sql, tenant }: Scope,
  { connection, seen }: { connection: string; seen: readonly string[] },
): Promise<void> {
  if (seen.length === 0) return
  await sql.all(
    `INSERT INTO @pull_seen (tenant, connection, key)
     SELECT $1, $2, n.key FROM unnest($3::text[]) AS n (key) ON CONFLICT DO NOTHING`,
    tenant,
    connection,
    [...new Set(seen)],
  )
}

async function forgetSeen({ sql, tenant }: Scope, connection: string): Promise<void> {
  await sql.all('DELETE FROM @pull_seen WHERE tenant = $1 AND connection = $2', tenant, connection)
}
