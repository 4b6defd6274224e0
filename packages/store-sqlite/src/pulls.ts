import { type PrefixRange, type PullWrite, prefixRanges, type Queries } from '@canonry/sync'
import { writeConnection } from './connections.js'
import { putFinding } from './findings.js'
import { writeExceptions } from './notes.js'
import type { Scope } from './scope.js'

/** Records a step of a pull and says whether it was the next one. */
export function writePull(scope: Scope, { now, pull }: { now: number; pull: PullWrite }): boolean {
  const { row, seen, findings, exceptions } = pull
  const { connection } = row
  if (!writeConnection(scope, row)) return false
  if (row.pull.phase === 'done') forgetSeen(scope, connection)
  else rememberSeen(scope, { connection, seen })
  for (const write of findings) putFinding(scope, write)
  writeExceptions(scope, { now, exceptions })
  return true
}

/** Source keys that a scan did not see; see the store port. */
export function absentKeys(
  scope: Scope,
  { prefixes, after, limit, ...question }: Queries['absent']['question'],
): readonly string[] {
  const keys: string[] = []
  for (const range of prefixRanges(prefixes, after)) {
    keys.push(...absentBelow(scope, { ...question, range, limit: limit - keys.length }))
    if (keys.length === limit) break
  }
  return keys
}

function absentBelow(
  { sql, tenant }: Scope,
  {
    connection,
    range: { from, isIncluded, to },
    before,
    limit,
  }: { connection: string; range: PrefixRange; before: number; limit: number },
): string[] {
  const rows = sql.all(
    `SELECT s.key FROM source s
     LEFT JOIN fact f ON f.tenant = s.tenant AND f.shard = s.shard AND f.seq = s.seq
     WHERE s.tenant = ? AND s.connection = ? AND s.key ${isIncluded ? '>=' : '>'} ? AND s.key < ? AND s.deleted_at IS NULL
       AND coalesce(f.received_at, 0) < ? AND NOT EXISTS (SELECT 1 FROM pull_seen p
         WHERE p.tenant = s.tenant AND p.connection = s.connection AND p.key = s.key)
     ORDER BY s.key LIMIT ?`,
    tenant,
    connection,
    from,
    to,
    before,
    limit,
  )
  return rows.map(({ key }) => key as string)
}

function rememberSeen(
  { sql, tenant }: Scope,
  { connection, seen }: { connection: string; seen: readonly string[] },
): void {
  if (seen.length === 0) return
  sql.run(
    `INSERT INTO pull_seen (tenant, connection, key)
     SELECT ?, ?, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
    tenant,
    connection,
    JSON.stringify(seen),
  )
}

function forgetSeen({ sql, tenant }: Scope, connection: string): void {
  sql.run('DELETE FROM pull_seen WHERE tenant = ? AND connection = ?', tenant, connection)
}
