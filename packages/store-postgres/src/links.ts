import {
  type Dependency,
  type Holder,
  type Link,
  type LinkPlace,
  linkNames,
  placeOfLink,
  type Queries,
  refKey,
} from '@canonry/sync'
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
  const [fresh, taken] = await together([
    addLinks(scope, links.map(underOwn)),
    takenLink(scope, links),
  ])
  return taken ? { fresh, taken } : { fresh }
}

/** Links of effects as they were added: those that are new, and those that others made. */
export interface MadeLinks {
  readonly fresh: readonly Link[]
  readonly taken: ReadonlyMap<Link, Holder>
}

/** Adds links of effects where they belong; what another entity's effect made is not added. */
export async function insertMade(scope: Scope, links: readonly Link[]): Promise<MadeLinks> {
  if (links.length === 0) return { fresh: [], taken: new Map() }
  const [fresh, places] = await together([
    addLinks(scope, links.map(underOwn)),
    placesOf(scope, links),
  ])
  const beside = links.flatMap((link, index): NamedLink[] => {
    const place = places[index]
    return place?.kind === 'new' ? [{ link, name: place.name }] : []
  })
  if (beside.length === 0) return { fresh, taken: takenIn(links, places) }
  // somebody else may have made it by now, or another one of these
  const [more, after] = await together([addLinks(scope, beside), placesOf(scope, links)])
  return { fresh: [...fresh, ...more], taken: takenIn(links, after) }
}

function takenIn(links: readonly Link[], places: readonly LinkPlace[]): MadeLinks['taken'] {
  return new Map(
    links.flatMap((link, index): [Link, Holder][] => {
      const place = places[index]
      return place?.kind === 'taken' ? [[link, place.by]] : []
    }),
  )
}

async function placesOf(
  { sql, tenant }: Scope,
  links: readonly Link[],
): Promise<readonly LinkPlace[]> {
  const named = links.map((link) => ({ link, names: linkNames(link) }))
  const rows = await sql.all(
    'SELECT name, entity, id, evidence FROM @link WHERE tenant IS NOT DISTINCT FROM $1 AND name = ANY($2::text[])',
    tenant,
    named.flatMap(({ names: { own, made } }) => [own, made]),
  )
  const held = new Map(rows.map((row) => [`${row['entity']}|${row['name']}`, row]))
  const holder = (link: Link, name: string) =>
    held.get(`${link.entity}|${name}`) as unknown as Holder | undefined
  return named.map(({ link, names: { own, made } }) =>
    placeOfLink(link, { own: holder(link, own), made: holder(link, made) }),
  )
}

/** A link, and the name that it is kept under. */
interface NamedLink {
  readonly link: Link
  readonly name: string
}

function underOwn(link: Link): NamedLink {
  return { link, name: refKey(link.ref) }
}

async function addLinks(
  { sql, tenant }: Scope,
  links: readonly NamedLink[],
): Promise<readonly Link[]> {
  const byName = new Map<string, NamedLink>()
  for (const named of links) if (!byName.has(keyOf(named))) byName.set(keyOf(named), named)
  const keys = [...byName.keys()].sort()
  const rows = await sql.all(
    `INSERT INTO @link (tenant, name, entity, id, system, account, ref, evidence)
     SELECT $1, n.name, n.entity, n.id, n.system, n.account, n.ref, n.evidence
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       WITH ORDINALITY AS n (name, entity, id, system, account, ref, evidence, place)
     ORDER BY n.place ON CONFLICT (tenant, name, entity) DO NOTHING RETURNING name, entity`,
    tenant,
    ...columnsOf<NamedLink>(
      keys.map((key) => byName.get(key) as NamedLink),
      ({ name }) => name,
      ({ link }) => link.entity,
      ({ link }) => link.id,
      ({ link }) => link.ref.system,
      ({ link }) => link.ref.account,
      ({ link }) => JSON.stringify(link.ref),
      ({ link }) => link.evidence,
    ),
  )
  const isNew = new Set(rows.map(({ name, entity }) => `${entity}|${name}`))
  return [...byName].flatMap(([key, { link }]) => (isNew.has(key) ? [link] : []))
}

function keyOf({ link: { entity }, name }: NamedLink): string {
  return `${entity}|${name}`
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
  return links.find((link) => known.get(keyOf(underOwn(link))) !== link.id)
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
