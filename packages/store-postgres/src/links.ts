import { type Dependency, type Link, type Queries, refKey } from '@canonry/sync'
import { advisoryLock } from './advisory-lock.js'
import { parsed, type Scope } from './scope.js'
import { columnsOf, together } from './sql.js'

const LOCK = advisoryLock(2)

/**
 * Lets nobody begin to wait for a name until the transaction ends: who adds names sees all that wait
 * for them, and who begins to wait sees all names. Comes before every other lock.
 */
export async function holdWaiting({ sql, tenant }: Scope): Promise<void> {
  await sql.get(LOCK.share, tenant)
}

/** Lets nobody add a name until the transaction ends; see {@link holdWaiting}. */
export async function holdNames({ sql, tenant }: Scope): Promise<void> {
  await sql.get(LOCK.hold, tenant)
}

/** Links as they were added: those that are new, and the first whose ref names another entity. */
export interface AddedLinks {
  readonly fresh: readonly Link[]
  readonly taken?: Link
}

/** Adds names of entities; a ref that is taken keeps its entity. */
export async function insertLinks(scope: Scope, links: readonly Link[]): Promise<AddedLinks> {
  if (links.length === 0) return { fresh: [] }
  const [fresh, taken] = await together([addLinks(scope, links), takenLink(scope, links)])
  return taken ? { fresh, taken } : { fresh }
}

async function addLinks({ sql, tenant }: Scope, links: readonly Link[]): Promise<readonly Link[]> {
  const byName = new Map<string, Link>()
  for (const link of links) if (!byName.has(nameOf(link))) byName.set(nameOf(link), link)
  const names = [...byName.keys()].sort()
  const rows = await sql.all(
    `INSERT INTO @link (tenant, name, entity, id, system, account, ref, evidence)
     SELECT $1, n.name, n.entity, n.id, n.system, n.account, n.ref, n.evidence
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       WITH ORDINALITY AS n (name, entity, id, system, account, ref, evidence, place)
     ORDER BY n.place ON CONFLICT (tenant, name, entity) DO NOTHING RETURNING name, entity`,
    tenant,
    ...columnsOf<Link>(
      names.map((name) => byName.get(name) as Link),
      ({ ref }) => refKey(ref),
      ({ entity }) => entity,
      ({ id }) => id,
      ({ ref }) => ref.system,
      ({ ref }) => ref.account,
      ({ ref }) => JSON.stringify(ref),
      ({ evidence }) => evidence,
    ),
  )
  const isNew = new Set(rows.map(({ name, entity }) => `${entity}|${name}`))
  return [...byName.values()].filter((link) => isNew.has(nameOf(link)))
}

function nameOf({ entity, ref }: Link): string {
  return `${entity}|${refKey(ref)}`
}

async function takenLink(
  { sql, tenant }: Scope,
  links: readonly Link[],
): Promise<Link | undefined> {
  const rows = await sql.all(
    'SELECT name, entity, id FROM @link WHERE tenant IS NOT DISTINCT FROM $1 AND name = ANY($2::text[])',
    tenant,
    links.map(({ ref }) => refKey(ref)),
  )
  const known = new Map(rows.map(({ name, entity, id }) => [`${entity}|${name}`, id]))
  return links.find((link) => known.get(nameOf(link)) !== link.id)
}

/** Which of some dependencies have a name in the target system, by their place. */
export async function existing(
  { sql, tenant }: Scope,
  dependencies: readonly (Dependency | undefined)[],
): Promise<ReadonlySet<number>> {
  const asked = dependencies.flatMap((dependency, place) =>
    dependency ? [{ ...dependency, place }] : [],
  )
  if (asked.length === 0) return new Set()
  const rows = await sql.all(
    `SELECT DISTINCT n.place FROM unnest($2::text[], $3::text[], $4::text[], $5::int[])
       AS n (name, system, account, place)
     CROSS JOIN LATERAL (
       SELECT FROM (SELECT l.id FROM @link l WHERE l.name = n.name AND l.tenant IS NOT DISTINCT FROM $1 OFFSET 0) given
       CROSS JOIN LATERAL (SELECT FROM @link l WHERE l.id = given.id AND l.tenant IS NOT DISTINCT FROM $1
         AND l.system = n.system AND l.account = n.account OFFSET 0) named LIMIT 1) own`,
    tenant,
    ...columnsOf(
      asked,
      ({ ref }) => ref,
      ({ system }) => system,
      ({ account }) => account,
      ({ place }) => place,
    ),
  )
  return new Set(rows.map(({ place }) => Number(place)))
}

/** The names that the entities of some refs have in one system's account, by ref. */
export async function namesIn(
  { sql, tenant }: Scope,
  { refs, system, account }: Queries['links']['question'],
): Promise<Queries['links']['answer']> {
  const rows = await sql.all(
    `SELECT n.name, own.ref FROM unnest($2::text[]) AS n (name) CROSS JOIN LATERAL (
       SELECT o.ref FROM (SELECT l.id FROM @link l WHERE l.name = n.name AND l.tenant IS NOT DISTINCT FROM $1 OFFSET 0) given
       CROSS JOIN LATERAL (SELECT l.ref, l.seq FROM @link l WHERE l.id = given.id AND l.tenant IS NOT DISTINCT FROM $1
         AND l.system = $3 AND l.account = $4 OFFSET 0) o
       ORDER BY o.seq LIMIT 1) own`,
    tenant,
    refs,
    system,
    account,
  )
  return Object.fromEntries(rows.map(({ name, ref }) => [name, parsed(ref)]))
}
