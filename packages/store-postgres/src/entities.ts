import { type EntityRow, type EntityWrite, entityEntry, type SourceRow } from '@canonry/sync'
import { labelColumn, subjectIn } from './label.js'
import type { Scope } from './scope.js'
import { columnsOf, together } from './sql.js'

/** Writes entities and their bodies. */
export async function putEntities(scope: Scope, writes: readonly EntityWrite[]): Promise<void> {
  const rows = writes.map(({ row }) => row)
  if (rows.length === 0) return
  for (const row of rows) scope.audit.add(() => entityEntry(row))
  // the row of a body that was erased is not there
  const kept = rows.filter(({ erased }) => !erased)
  await together([putRows(scope, rows), putBodies(scope, kept)])
}

async function putRows({ sql, tenant }: Scope, rows: readonly EntityRow[]): Promise<void> {
  await sql.all(
    `INSERT INTO @entity (tenant, id, entity, revision, version, origin, source, deleted_at)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
       $7::text[], $8::bigint[])
     ON CONFLICT (tenant, id) DO UPDATE SET revision = excluded.revision,
       version = excluded.version, deleted_at = excluded.deleted_at`,
    tenant,
    ...columnsOf(
      rows,
      ({ id }) => id,
      ({ entity }) => entity,
      ({ revision }) => revision,
      ({ version }) => version,
      ({ origin }) => origin,
      ({ source }) => JSON.stringify(source),
      ({ deletedAt }) => deletedAt ?? null,
    ),
  )
}

async function putBodies({ sql, tenant }: Scope, rows: readonly EntityRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql.all(
    `INSERT INTO @entity_body (tenant, id, body, subject, label)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[])
     ON CONFLICT (tenant, id) DO UPDATE SET body = excluded.body, subject = excluded.subject,
       label = excluded.label`,
    tenant,
    ...columnsOf(
      rows,
      ({ id }) => id,
      ({ body }) => JSON.stringify(body),
      subjectIn,
      labelColumn,
    ),
  )
}

/** Writes what sources say; of one thing that comes twice the last counts. */
export async function putSources(scope: Scope, sources: readonly SourceRow[]): Promise<void> {
  const byKey = new Map(sources.map((row) => [JSON.stringify([row.connection, row.key]), row]))
  const rows = [...byKey.values()]
  if (rows.length === 0) return
  const kept = rows.filter(({ erased }) => !erased)
  await together([putSourceRows(scope, rows), putSourceBodies(scope, kept)])
}

async function putSourceRows({ sql, tenant }: Scope, rows: readonly SourceRow[]): Promise<void> {
  await sql.all(
    `INSERT INTO @source (tenant, connection, key, resource, entity, id, version, mapping,
       body_hash, shard, seq, deleted_at)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::bigint[], $9::text[], $10::int[], $11::bigint[], $12::bigint[])
     ON CONFLICT (tenant, connection, key) DO UPDATE SET resource = excluded.resource,
       id = excluded.id, version = excluded.version, mapping = excluded.mapping,
       body_hash = excluded.body_hash, shard = excluded.shard, seq = excluded.seq,
       deleted_at = excluded.deleted_at`,
    tenant,
    ...columnsOf(
      rows,
      ({ connection }) => connection,
      ({ key }) => key,
      ({ resource }) => resource,
      ({ entity }) => entity,
      ({ id }) => id,
      ({ version }) => version ?? null,
      ({ mapping }) => mapping,
      ({ bodyHash }) => bodyHash,
      ({ shard }) => shard,
      ({ seq }) => seq,
      ({ deletedAt }) => deletedAt ?? null,
    ),
  )
}

async function putSourceBodies({ sql, tenant }: Scope, rows: readonly SourceRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql.all(
    `INSERT INTO @source_body (tenant, connection, key, body, residue, subject, label)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
     ON CONFLICT (tenant, connection, key) DO UPDATE SET body = excluded.body,
       residue = excluded.residue, subject = excluded.subject, label = excluded.label`,
    tenant,
    ...columnsOf(
      rows,
      ({ connection }) => connection,
      ({ key }) => key,
      ({ body }) => JSON.stringify(body),
      ({ residue }) => residue,
      subjectIn,
      labelColumn,
    ),
  )
}
