import { type EntityState, FAMILY_SHOWN, type Link, type Queries } from '@canonry/sync'
import { planningIn } from './connections.js'
import { EFFECT_COLUMNS, storedRow } from './effect-rows.js'
import { labelIn } from './label.js'
import { parsed, type Scope } from './scope.js'
import type { SqlRow } from './sql.js'
import type { StoredEntity, StoredSituation, StoredSource } from './stored.js'

// Plans are pinned, since a fresh file has no statistics: CROSS JOIN keeps the order, a short list
// first (https://www.sqlite.org/optoverview.html#crossjoin), and INDEXED BY names the index.

/** The states of all entities that have one of these names, each table asked once. */
export function situation(
  scope: Scope,
  { refs }: Queries['situation']['question'],
): StoredSituation {
  const links = linksOf(scope, refs)
  const ids = JSON.stringify([...new Set(links.map(({ id }) => id))])
  const sources = groupOf(sourcesOf(scope, ids))
  const findings = groupOf(findingsOf(scope, ids))
  const effects = groupOf(effectsOf(scope, ids))
  const states = entitiesOf(scope, ids).map((row) => ({
    row: storedEntity(row),
    sources: (sources.get(row['id']) ?? []).map(storedSource),
    findings: (findings.get(row['id']) ?? []).map(({ finding }) => parsed<Found>(finding)),
    effects: (effects.get(row['id']) ?? []).map(storedRow),
  }))
  return { links, states, planning: planningIn(scope) }
}

type Found = EntityState['findings'][number]

function linksOf({ sql, tenant }: Scope, names: readonly string[]): Link[] {
  const rows = sql.all(
    `SELECT l.entity, l.id, l.ref, l.evidence FROM json_each(?) n
     CROSS JOIN link l ON l.tenant = ? AND l.name = n.value`,
    JSON.stringify(names),
    tenant,
  )
  return rows.map((row) => ({ ...row, ref: parsed(row['ref']) }) as unknown as Link)
}

function entitiesOf({ sql, tenant }: Scope, ids: string): SqlRow[] {
  return sql.all(
    `SELECT e.*, b.body, b.subject, b.schema, b.key_id FROM json_each(?) i CROSS JOIN entity e ON e.tenant = ? AND e.id = i.value
     LEFT JOIN entity_body b ON b.tenant = e.tenant AND b.id = e.id`,
    ids,
    tenant,
  )
}

function sourcesOf({ sql, tenant }: Scope, ids: string): SqlRow[] {
  return sql.all(
    `SELECT s.*, b.body, b.residue, b.subject, b.schema, b.key_id FROM json_each(?) i
     CROSS JOIN source s INDEXED BY source_entity ON s.tenant = ? AND s.id = i.value
     LEFT JOIN source_body b ON b.tenant = s.tenant AND b.connection = s.connection AND b.key = s.key`,
    ids,
    tenant,
  )
}

function findingsOf({ sql, tenant }: Scope, ids: string): SqlRow[] {
  return sql.all(
    `SELECT f.id, f.finding FROM json_each(?) i
     CROSS JOIN finding f INDEXED BY finding_entity ON f.tenant = ? AND f.id = i.value`,
    ids,
    tenant,
  )
}

// every open effect, and the newest of each family, whose names are found one after the other
function effectsOf({ sql, tenant }: Scope, ids: string): SqlRow[] {
  const open = sql.all(
    `SELECT e.id, e.seq, ${EFFECT_COLUMNS} FROM json_each(?) i
     CROSS JOIN lane l ON l.tenant = ? AND l.id = i.value
     CROSS JOIN effect e ON e.seq = l.seq CROSS JOIN effect_state s ON s.seq = l.seq`,
    ids,
    tenant,
  )
  const newest = sql.all(
    `WITH RECURSIVE families (id, family) AS (
       SELECT i.value, (SELECT min(p.family) FROM effect p WHERE p.tenant = ?2 AND p.id = i.value)
       FROM json_each(?1) i
       UNION ALL
       SELECT f.id, (SELECT min(p.family) FROM effect p
         WHERE p.tenant = ?2 AND p.id = f.id AND p.family > f.family)
       FROM families f WHERE f.family IS NOT NULL)
     SELECT e.id, e.seq, ${EFFECT_COLUMNS} FROM families f CROSS JOIN effect e ON e.seq IN (
       SELECT p.seq FROM effect p WHERE p.tenant = ?2 AND p.id = f.id AND p.family = f.family
       ORDER BY p.seq DESC LIMIT ${FAMILY_SHOWN})
     CROSS JOIN effect_state s ON s.seq = e.seq`,
    ids,
    tenant,
  )
  const shown = new Map([...newest, ...open].map((row) => [Number(row['seq']), row]))
  return [...shown].sort(([a], [b]) => a - b).map(([, row]) => row)
}

function groupOf(rows: readonly SqlRow[]): ReadonlyMap<unknown, SqlRow[]> {
  const groups = new Map<unknown, SqlRow[]>()
  for (const row of rows) {
    const known = groups.get(row['id'])
    if (known) known.push(row)
    else groups.set(row['id'], [row])
  }
  return groups
}

/** An entity as it lies there, from a row that has its body, too. */
export function storedEntity(row: SqlRow): StoredEntity {
  return {
    entity: row['entity'] as StoredEntity['entity'],
    id: row['id'] as string,
    revision: row['revision'] as number,
    version: row['version'] as number,
    origin: row['origin'] as string,
    source: parsed(row['source']),
    body: row['body'] as string | null,
    ...labelIn(row),
    ...deletion(row),
  }
}

function deletion(row: SqlRow): { deletedAt?: number } {
  const deletedAt = row['deleted_at']
  return typeof deletedAt === 'number' ? { deletedAt } : {}
}

function storedSource(row: SqlRow): StoredSource {
  const version = row['version']
  return {
    connection: row['connection'] as string,
    resource: row['resource'] as string,
    key: row['key'] as string,
    entity: row['entity'] as StoredSource['entity'],
    id: row['id'] as string,
    ...(version !== null && { version: version as string }),
    mapping: row['mapping'] as number,
    body: row['body'] as string | null,
    bodyHash: row['body_hash'] as string,
    residue: (row['residue'] ?? '') as string,
    ...labelIn(row),
    shard: row['shard'] as number,
    seq: row['seq'] as number,
    ...deletion(row),
  }
}
