import type { EraseWrite, FactSubjects, Queries } from '@canonry/sync'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** Notes what facts are about. */
export async function addSubjects(
  { sql, tenant }: Scope,
  facts: readonly FactSubjects[],
): Promise<void> {
  const rows = facts.flatMap(({ shard, seq, names }) => names.map((name) => ({ name, shard, seq })))
  if (rows.length === 0) return
  await sql.all(
    `INSERT INTO @fact_subject (tenant, subject, shard, seq)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::bigint[]) ON CONFLICT DO NOTHING`,
    tenant,
    ...columnsOf(
      rows,
      ({ name }) => name,
      ({ shard }) => shard,
      ({ seq }) => seq,
    ),
  )
}

/** Takes bodies away; their rows stay. */
export async function eraseBodies(scope: Scope, { ids, subjects }: EraseWrite): Promise<void> {
  await eraseEntities(scope, ids)
  const names = [...new Set([...subjects, ...(await namesOf(scope, ids))])]
  const { sql, tenant } = scope
  // what a fact is about is known until it expires
  await sql.all(
    `UPDATE @fact_body b SET body = NULL, key_id = NULL FROM (
       SELECT shard, seq FROM @fact_subject WHERE tenant IS NOT DISTINCT FROM $1 AND subject = ANY($2::text[]) OFFSET 0) s
     WHERE b.tenant = $1 AND b.shard = s.shard AND b.seq = s.seq AND b.body IS NOT NULL`,
    tenant,
    names,
  )
  await sql.all(
    `DELETE FROM @effect_body b WHERE b.tenant IS NOT DISTINCT FROM $1 AND b.subject = ANY($2::text[])
       AND NOT (SELECT e.open FROM @effect e WHERE e.seq = b.seq)`,
    tenant,
    names,
  )
}

/** Names of sources whose bodies belong to these subjects. */
export async function sourcesAbout(
  { sql, tenant }: Scope,
  { subjects, limit }: Queries['about']['question'],
): Promise<readonly string[]> {
  const rows = await sql.all(
    `SELECT key FROM @source_body WHERE tenant IS NOT DISTINCT FROM $1 AND subject = ANY($2::text[] || ARRAY(
       SELECT own.name FROM unnest($2::text[]) AS n (name)
       CROSS JOIN LATERAL (SELECT l.id FROM @link l WHERE l.name = n.name AND l.tenant IS NOT DISTINCT FROM $1 OFFSET 0) given
       CROSS JOIN LATERAL (SELECT l.name FROM @link l WHERE l.id = given.id AND l.tenant IS NOT DISTINCT FROM $1 OFFSET 0) own))
     LIMIT $3`,
    tenant,
    subjects,
    limit,
  )
  return rows.map(({ key }) => String(key).slice(String(key).indexOf(':') + 1))
}

async function namesOf({ sql, tenant }: Scope, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await sql.all(
    'SELECT name FROM @link WHERE tenant IS NOT DISTINCT FROM $1 AND id = ANY($2::text[])',
    tenant,
    ids,
  )
  return rows.map(({ name }) => name as string)
}

async function eraseEntities({ sql, tenant }: Scope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql.all(
    'DELETE FROM @entity_body WHERE tenant IS NOT DISTINCT FROM $1 AND id = ANY($2::text[])',
    tenant,
    ids,
  )
  await sql.all(
    `DELETE FROM @source_body b USING (
       SELECT connection, key FROM @source WHERE tenant IS NOT DISTINCT FROM $1 AND id = ANY($2::text[]) OFFSET 0) s
     WHERE b.tenant IS NOT DISTINCT FROM $1 AND b.connection = s.connection AND b.key = s.key`,
    tenant,
    ids,
  )
  await sql.all(
    `DELETE FROM @effect_body b WHERE b.seq = ANY(ARRAY(
       SELECT e.seq FROM @effect e WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.id = ANY($2::text[]) AND NOT e.open))`,
    tenant,
    ids,
  )
}
