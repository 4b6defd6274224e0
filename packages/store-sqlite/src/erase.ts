import type { EraseWrite, Queries } from '@canonry/sync'
import type { Scope } from './scope.js'
import type { Sql } from './sql.js'

/**
 * Takes bodies away; their rows stay.
 *
 * Their bytes are overwritten: https://www.sqlite.org/pragma.html#pragma_secure_delete
 */
export function eraseBodies(scope: Scope, erased: EraseWrite): void {
  scope.sql.exec('PRAGMA secure_delete = ON')
  try {
    deleteBodies(scope, erased)
  } finally {
    scope.sql.exec('PRAGMA secure_delete = OFF')
  }
}

/** Brings what was erased out of the log of writes, as far as no reader stands in the way. */
export function forgetLog(sql: Sql): void {
  sql.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

function deleteBodies(scope: Scope, { ids, facts, documents }: EraseWrite): void {
  for (const id of ids) eraseEntity(scope, id)
  const { sql, tenant } = scope
  for (const { shard, seq } of facts) {
    sql.run(
      `DELETE FROM fact_body WHERE id = (
         SELECT body_id FROM fact WHERE tenant = ? AND shard = ? AND seq = ?)`,
      tenant,
      shard,
      seq,
    )
  }
  // rows know the documents, bodies do not: each shard is gone through once
  for (const shard of new Set(documents.map((each) => each.shard))) {
    const own = documents.filter((each) => each.shard === shard)
    eraseDocuments(scope, { shard, documents: own })
  }
}

/** Names of sources whose bodies are about these subjects. */
export function sourcesAbout(
  { sql, tenant }: Scope,
  { subjects, limit }: Queries['about']['question'],
): readonly string[] {
  const rows = sql.all(
    `SELECT b.key FROM json_each(?) n
     CROSS JOIN source_body b INDEXED BY source_subject
       ON b.tenant = ? AND b.subject = n.value LIMIT ?`,
    JSON.stringify(subjects),
    tenant,
    limit,
  )
  return rows.map(({ key }) => String(key).slice(String(key).indexOf(':') + 1))
}

function eraseEntity({ sql, tenant }: Scope, id: string): void {
  sql.run('DELETE FROM entity_body WHERE tenant = ? AND id = ?', tenant, id)
  sql.run(
    `DELETE FROM source_body WHERE (tenant, connection, key) IN (
       SELECT tenant, connection, key FROM source WHERE tenant = ? AND id = ?)`,
    tenant,
    id,
  )
  sql.run(
    `DELETE FROM effect_body WHERE seq IN (
       SELECT seq FROM effect WHERE tenant = ? AND id = ? AND open = 0)`,
    tenant,
    id,
  )
}

function eraseDocuments(
  { sql, tenant }: Scope,
  { shard, documents }: { shard: number; documents: EraseWrite['documents'] },
): void {
  sql.run(
    `DELETE FROM fact_body WHERE id IN (
       SELECT f.body_id FROM fact f WHERE f.tenant = ? AND f.shard = ?
         AND (f.connection, f.routing_key) IN (
           SELECT value ->> 'connection', value ->> 'key' FROM json_each(?)))`,
    tenant,
    shard,
    JSON.stringify(documents),
  )
}
