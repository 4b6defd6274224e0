import {
  type EntityRow,
  type EntityState,
  FAMILY_SHOWN,
  type Link,
  type Queries,
  type SourceRow,
} from '@canonry/sync'
import { planningIn } from './connections.js'
import { toRows } from './effect-rows.js'
import { labelIn } from './label.js'
import type { SqlRow } from './pool-like.js'
import { parsed, type Scope } from './scope.js'
import { together } from './sql.js'

/** The states of all entities that have one of these names, each table asked once. */
export async function situation(
  scope: Scope,
  { refs }: Queries['situation']['question'],
): Promise<Queries['situation']['answer']> {
  const [links, planning] = await together([linksOf(scope, refs), planningIn(scope)])
  const ids = [...new Set(links.map(({ id }) => id))]
  const [rows, ...parts] = await together([
    entitiesOf(scope, ids),
    sourcesOf(scope, ids),
    findingsOf(scope, ids),
    effectsOf(scope, ids),
  ])
  const [sources, findings, effects] = parts.map(groupOf) as [Groups, Groups, Groups]
  const states = rows.map((row) => ({
    row: toEntity(row),
    sources: (sources.get(row['id']) ?? []).map(toSource),
    findings: (findings.get(row['id']) ?? []).map(({ finding }) => parsed<Found>(finding)),
    effects: toRows(effects.get(row['id']) ?? []),
  }))
  return { links, states, planning }
}

type Found = EntityState['findings'][number]

async function linksOf({ sql, tenant }: Scope, names: readonly string[]): Promise<Link[]> {
  if (names.length === 0) return []
  const rows = await sql.all(
    `SELECT l.entity, l.id, l.ref, l.evidence
     FROM unnest($2::text[]) WITH ORDINALITY AS n (name, place) CROSS JOIN LATERAL (
       SELECT * FROM @link l WHERE l.name = n.name AND l.tenant IS NOT DISTINCT FROM $1 OFFSET 0) l
     ORDER BY n.place, l.seq`,
    tenant,
    names,
  )
  return rows.map((row) => ({ ...row, ref: parsed(row['ref']) }) as unknown as Link)
}

async function entitiesOf(
  { sql, tenant }: Scope,
  ids: readonly string[],
): Promise<readonly SqlRow[]> {
  if (ids.length === 0) return []
  return sql.all(
    `SELECT e.* FROM unnest($2::text[]) WITH ORDINALITY AS n (id, place) CROSS JOIN LATERAL (
       SELECT e.*, b.body, b.label FROM @entity e
       LEFT JOIN @entity_body b ON b.id = n.id AND b.tenant IS NOT DISTINCT FROM $1
       WHERE e.id = n.id AND e.tenant IS NOT DISTINCT FROM $1 OFFSET 0) e ORDER BY n.place`,
    tenant,
    ids,
  )
}

async function sourcesOf(
  { sql, tenant }: Scope,
  ids: readonly string[],
): Promise<readonly SqlRow[]> {
  if (ids.length === 0) return []
  return sql.all(
    `SELECT s.*, b.body, b.residue, b.label FROM @source s
     LEFT JOIN @source_body b
       ON b.tenant = s.tenant AND b.connection = s.connection AND b.key = s.key
     WHERE s.tenant IS NOT DISTINCT FROM $1 AND s.id = ANY($2::text[]) ORDER BY s.connection, s.key`,
    tenant,
    ids,
  )
}

async function findingsOf(
  { sql, tenant }: Scope,
  ids: readonly string[],
): Promise<readonly SqlRow[]> {
  if (ids.length === 0) return []
  return sql.all(
    'SELECT id, finding FROM @finding WHERE tenant IS NOT DISTINCT FROM $1 AND id = ANY($2::text[]) ORDER BY key',
    tenant,
    ids,
  )
}

// every open effect, and the newest of each family, whose names are found one after the other
async function effectsOf(scope: Scope, ids: readonly string[]): Promise<readonly SqlRow[]> {
  if (ids.length === 0) return []
  const { sql, tenant, floors } = scope
  const rows = await sql.all(
    `WITH RECURSIVE families AS (
       SELECT x.*, n.shown, n.open FROM unnest($2::text[], $3::bigint[], $4::bigint[])
         AS n (id, shown, open)
       CROSS JOIN LATERAL (
         SELECT e.id, e.family, e.lane FROM @effect e
         WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.id = n.id ORDER BY e.family LIMIT 1) x
       UNION ALL
       SELECT x.*, f.shown, f.open FROM families f CROSS JOIN LATERAL (
         SELECT e.id, e.family, e.lane FROM @effect e
         WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.id = f.id AND e.family > f.family
         ORDER BY e.family LIMIT 1) x)
     SELECT x.id, x.seq, x.open, x.fence, x.step, x.decided FROM families f CROSS JOIN LATERAL (
       SELECT * FROM @effect e
       WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.id = f.id AND e.family = f.family
         AND e.seq >= f.shown
       ORDER BY e.seq DESC LIMIT ${FAMILY_SHOWN}) x WHERE NOT x.open
     UNION ALL
     SELECT x.id, x.seq, x.open, x.fence, x.step, x.decided
     FROM (SELECT DISTINCT lane, open FROM families) l
     CROSS JOIN LATERAL (SELECT * FROM @effect e
       WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.lane = l.lane AND e.seq >= l.open
         AND e.open OFFSET 0) x
     ORDER BY 2`,
    tenant,
    ids,
    ids.map(floors.shown.at),
    ids.map(floors.open.at),
  )
  scope.afterwards.push(() => raiseFloors(scope, rows))
  return rows
}

// whatever comes into an entity's lanes later has a greater number than all that is there
function raiseFloors({ floors }: Scope, effects: readonly SqlRow[]): void {
  for (const [id, own] of groupOf(effects)) {
    const open = own.filter((row) => row['open'])
    floors.shown.raise(id as string, Number(own[0]?.['seq']))
    floors.open.raise(id as string, Number(open[0]?.['seq'] ?? Number(own.at(-1)?.['seq']) + 1))
  }
}

type Groups = ReadonlyMap<unknown, SqlRow[]>

function groupOf(rows: readonly SqlRow[]): Groups {
  const groups = new Map<unknown, SqlRow[]>()
  for (const row of rows) {
    const known = groups.get(row['id'])
    if (known) known.push(row)
    else groups.set(row['id'], [row])
  }
  return groups
}

/** An entity, from a row that has its body, too. */
export function toEntity(row: SqlRow): EntityRow {
  return {
    entity: row['entity'] as EntityRow['entity'],
    id: row['id'] as string,
    revision: Number(row['revision']),
    version: Number(row['version']),
    origin: row['origin'] as string,
    source: parsed(row['source']),
    ...content(row),
    ...labelIn(row),
    ...deletion(row),
  }
}

function deletion(row: SqlRow): { deletedAt?: number } {
  const deletedAt = row['deleted_at']
  return deletedAt === null ? {} : { deletedAt: Number(deletedAt) }
}

// the row of a body that was erased is not there
function content({ body }: SqlRow): { body: EntityRow['body']; erased?: true } {
  return body === null ? { body: {}, erased: true } : { body: parsed(body) }
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
    mapping: Number(row['mapping']),
    ...content(row),
    bodyHash: row['body_hash'] as string,
    residue: (row['residue'] ?? '') as string,
    ...labelIn(row),
    shard: Number(row['shard']),
    seq: Number(row['seq']),
    ...deletion(row),
  }
}
