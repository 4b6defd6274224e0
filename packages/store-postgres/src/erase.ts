import type { EraseWrite, Queries } from '@canonry/sync'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** Takes bodies away; their rows stay. */
export async function eraseBodies(
  scope: Scope,
  { ids, facts, documents }: EraseWrite,
): Promise<void> {
  await eraseEntities(scope, ids)
  const { sql, tenant } = scope
  await sql.all(
    `DELETE FROM @fact_body b USING unnest($2::int[], $3::bigint[]) AS n (shard, seq)
     WHERE b.tenant = $1 AND b.shard = n.shard AND b.seq = n.seq`,
    tenant,
    ...columnsOf(
      facts,
      ({ shard }) => shard,
      ({ seq }) => seq,
    ),
  )
  // rows know the documents, bodies do not
  await sql.all(
    `DELETE FROM @fact_body b USING unnest($2::text[], $3::int[], $4::text[])
       AS n (connection, shard, key), @fact f
     WHERE f.tenant = $1 AND f.shard = n.shard AND f.connection = n.connection
       AND f.routing_key = n.key AND b.tenant = f.tenant AND b.shard = f.shard AND b.seq = f.seq`,
    tenant,
    ...columnsOf(
      documents,
      ({ connection }) => connection,
      ({ shard }) => shard,
      ({ key }) => key,
    ),
  )
}

async function eraseEntities({ sql, tenant }: Scope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql.all('DELETE FROM @entity_body WHERE tenant = $1 AND id = ANY($2::text[])', tenant, ids)
  await sql.all(
    `DELETE FROM @source_body b USING @source s
     WHERE s.tenant = $1 AND s.id = ANY($2::text[])
       AND b.tenant = s.tenant AND b.connection = s.connection AND b.key = s.key`,
    tenant,
    ids,
  )
  await sql.all(
    `DELETE FROM @effect_body b USING @effect e
     WHERE e.tenant = $1 AND e.id = ANY($2::text[]) AND NOT e.open AND b.seq = e.seq`,
    tenant,
    ids,
  )
}

/** Names of sources whose bodies are about these subjects. */
export async function sourcesAbout(
  { sql, tenant }: Scope,
  { subjects, limit }: Queries['about']['question'],
): Promise<readonly string[]> {
  const rows = await sql.all(
    'SELECT key FROM @source_body WHERE tenant = $1 AND subject = ANY($2::text[]) LIMIT $3',
    tenant,
    subjects,
    limit,
  )
  return rows.map(({ key }) => String(key).slice(String(key).indexOf(':') + 1))
}
