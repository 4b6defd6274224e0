import {
  type EffectRow,
  ENDED_SHOWN,
  type EntityRow,
  type EntityState,
  type Link,
  type Queries,
  type SourceRow,
} from '@canonry/sync'
import { toRows } from './effect-rows.js'
import { parsed, type Scope } from './scope.js'
import type { SqlRow } from './sql.js'

/** The states of all entities that have one of these names. */
export function situation(
  scope: Scope,
  { refs }: Queries['situation']['question'],
): Queries['situation']['answer'] {
  const links = refs.flatMap((ref) => linksOf(scope, ref))
  const ids = [...new Set(links.map(({ id }) => id))]
  return { links, states: ids.flatMap((id) => stateOf(scope, id)) }
}

function linksOf({ sql, tenant }: Scope, name: string): Link[] {
  const rows = sql.all(
    'SELECT entity, id, ref, evidence FROM link WHERE tenant = ? AND name = ?',
    tenant,
    name,
  )
  return rows.map((row) => ({ ...row, ref: parsed(row['ref']) }) as unknown as Link)
}

function stateOf(scope: Scope, id: string): EntityState[] {
  const { sql, tenant } = scope
  const row = sql.get(
    `SELECT e.*, b.body FROM entity e
     JOIN entity_body b ON b.tenant = e.tenant AND b.id = e.id WHERE e.tenant = ? AND e.id = ?`,
    tenant,
    id,
  )
  if (!row) return []
  const sources = sql.all(
    `SELECT s.*, b.body, b.residue FROM source s
     JOIN source_body b ON b.tenant = s.tenant AND b.connection = s.connection AND b.key = s.key
     WHERE s.tenant = ? AND s.id = ?`,
    tenant,
    id,
  )
  const findings = sql
    .all('SELECT finding FROM finding WHERE tenant = ? AND id = ?', tenant, id)
    .map((found) => parsed<EntityState['findings'][number]>(found['finding']))
  const effects = effectsOf(scope, id)
  return [{ row: toEntity(row), sources: sources.map(toSource), findings, effects }]
}

function effectsOf({ sql, tenant }: Scope, id: string): EffectRow[] {
  const rows = sql.all(
    `SELECT seq, effect FROM effect WHERE tenant = ? AND id = ? AND open = 1
     UNION SELECT seq, effect FROM (
       SELECT seq, effect FROM effect WHERE tenant = ? AND id = ? AND open = 0
       ORDER BY seq DESC LIMIT ${ENDED_SHOWN})
     ORDER BY seq`,
    tenant,
    id,
    tenant,
    id,
  )
  return toRows(rows)
}

function toEntity(row: SqlRow): EntityRow {
  return {
    entity: row['entity'] as EntityRow['entity'],
    id: row['id'] as string,
    revision: row['revision'] as number,
    version: row['version'] as number,
    origin: row['origin'] as string,
    source: parsed(row['source']),
    body: parsed(row['body']),
  }
}

function toSource(row: SqlRow): SourceRow {
  const version = row['version']
  return {
    connection: row['connection'] as string,
    resource: row['resource'] as string,
    key: row['key'] as string,
    entity: row['entity'] as SourceRow['entity'],
    id: row['id'] as string,
    ...(version !== null && { version: version as string }),
    mapping: row['mapping'] as number,
    body: parsed(row['body']),
    bodyHash: row['body_hash'] as string,
    residue: row['residue'] as string,
    shard: row['shard'] as number,
    seq: row['seq'] as number,
  }
}
