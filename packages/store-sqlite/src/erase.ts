import type { EraseWrite, FactSubjects, Queries } from '@canonry/sync'
import type { Scope } from './scope.js'
import type { Sql } from './sql.js'

/** Notes what a fact is about. */
export function addSubjects({ sql, tenant }: Scope, { shard, seq, names }: FactSubjects): void {
  for (const name of names) {
    sql.run(
      `INSERT INTO fact_subject (tenant, subject, shard, seq) VALUES (?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      tenant,
      name,
      shard,
      seq,
    )
  }
}

/**
 * Takes bodies away; their rows stay.
 *
 * Their bytes are overwritten: https://www.sqlite.org/pragma.html#pragma_secure_delete
 */
export function eraseBodies(scope: Scope, erased: EraseWrite): void {
  overwriting(scope, () => deleteBodies(scope, erased))
}

/** Deletes so that nothing of it is left in the file: what goes by its age goes for the same reasons. */
export function overwriting({ sql }: Scope, work: () => void): void {
  sql.exec('PRAGMA secure_delete = ON')
  try {
    work()
  } finally {
    sql.exec('PRAGMA secure_delete = OFF')
  }
}

/** Brings what was erased out of the log of writes, as far as no reader stands in the way. */
export function forgetLog(sql: Sql): void {
  sql.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

/** Names of sources whose bodies belong to these subjects. */
export function sourcesAbout(
  scope: Scope,
  { subjects, limit }: Queries['about']['question'],
): readonly string[] {
  const rows = scope.sql.all(
    `SELECT b.key FROM json_each(?) n
     CROSS JOIN source_body b INDEXED BY source_subject
       ON b.tenant = ? AND b.subject = n.value LIMIT ?`,
    JSON.stringify([...new Set([...subjects, ...namesakesOf(scope, subjects)])]),
    scope.tenant,
    limit,
  )
  return rows.map(({ key }) => String(key).slice(String(key).indexOf(':') + 1))
}

function deleteBodies(scope: Scope, { ids, subjects }: EraseWrite): void {
  for (const id of ids) eraseEntity(scope, id)
  const names = JSON.stringify([...new Set([...subjects, ...namesOf(scope, ids)])])
  eraseFacts(scope, names)
  const { sql, tenant } = scope
  sql.run(
    `DELETE FROM effect_body WHERE seq IN (
       SELECT b.seq FROM json_each(?) n
       CROSS JOIN effect_body b INDEXED BY effect_subject
         ON b.tenant = ? AND b.subject = n.value
       CROSS JOIN effect_state s ON s.seq = b.seq WHERE s.standing IS NULL)`,
    names,
    tenant,
  )
}

// all other names of the entities that have these
function namesakesOf({ sql, tenant }: Scope, names: readonly string[]): readonly string[] {
  const rows = sql.all(
    `SELECT own.name FROM json_each(?) n
     CROSS JOIN link given ON given.tenant = ? AND given.name = n.value
     CROSS JOIN link own INDEXED BY link_entity ON own.tenant = given.tenant AND own.id = given.id`,
    JSON.stringify(names),
    tenant,
  )
  return rows.map(({ name }) => String(name))
}

function namesOf({ sql, tenant }: Scope, ids: readonly string[]): readonly string[] {
  const rows = sql.all(
    `SELECT l.name FROM json_each(?) i
     CROSS JOIN link l INDEXED BY link_entity ON l.tenant = ? AND l.id = i.value`,
    JSON.stringify(ids),
    tenant,
  )
  return rows.map(({ name }) => String(name))
}

// what a fact is about is known until it expires
function eraseFacts({ sql, tenant }: Scope, names: string): void {
  sql.run(
    `UPDATE fact_body SET body = NULL, key_id = NULL WHERE body IS NOT NULL AND id IN (
       SELECT f.body_id FROM json_each(?) n
       CROSS JOIN fact_subject s ON s.tenant = ? AND s.subject = n.value
       CROSS JOIN fact f ON f.tenant = s.tenant AND f.shard = s.shard AND f.seq = s.seq)`,
    names,
    tenant,
  )
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
       SELECT e.seq FROM effect e CROSS JOIN effect_state s ON s.seq = e.seq
       WHERE e.tenant = ? AND e.id = ? AND s.standing IS NULL)`,
    tenant,
    id,
  )
}
