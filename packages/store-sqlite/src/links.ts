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
import { parsed, type Scope } from './scope.js'

/** The first of some links whose ref names another entity. */
export function takenLink({ sql, tenant }: Scope, links: readonly Link[]): Link | undefined {
  if (links.length === 0) return undefined
  const rows = sql.all(
    `SELECT l.name, l.entity, l.id FROM json_each(?) n
     CROSS JOIN link l ON l.tenant = ? AND l.name = n.value`,
    JSON.stringify(links.map(({ ref }) => refKey(ref))),
    tenant,
  )
  const known = new Map(rows.map(({ name, entity, id }) => [`${entity}|${name}`, id]))
  return links.find(({ entity, id, ref }) => (known.get(`${entity}|${refKey(ref)}`) ?? id) !== id)
}

/** Where a link of an effect belongs. */
export function placeOf(scope: Scope, link: Link): LinkPlace {
  const { own, made } = linkNames(link)
  const held = heldUnder(scope, { entity: link.entity, name: own })
  // what nobody else has is the rule
  const isOther = held !== undefined && held.id !== link.id
  return placeOfLink(link, {
    own: held,
    made: isOther ? heldUnder(scope, { entity: link.entity, name: made }) : undefined,
  })
}

function heldUnder(
  { sql, tenant }: Scope,
  { entity, name }: { entity: string; name: string },
): Holder | undefined {
  return sql.get(
    'SELECT id, evidence FROM link WHERE tenant = ? AND name = ? AND entity = ?',
    tenant,
    name,
    entity,
  ) as unknown as Holder | undefined
}

/** Adds a link under a name and says whether it is new; a name that is taken keeps its entity. */
export function insertLink(
  scope: Scope,
  { link, name }: { readonly link: Link; readonly name: string },
): boolean {
  const { entity, id, ref, evidence } = link
  const { changes } = scope.sql.run(
    `INSERT INTO link (tenant, name, entity, id, system, account, ref, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    scope.tenant,
    name,
    entity,
    id,
    ref.system,
    ref.account,
    JSON.stringify(ref),
    evidence,
  )
  return changes !== 0
}

/** Whether what an effect depends on has a name in the target system. */
export function dependencyExists(scope: Scope, dependency: Dependency | undefined): boolean {
  if (!dependency) return false
  const { ref, ...target } = dependency
  return namesIn(scope, { refs: [ref], ...target })[ref] !== undefined
}

/** The names that the entities of some refs have in one system's account, by ref. */
export function namesIn(
  { sql, tenant }: Scope,
  { refs, system, account }: Queries['links']['question'],
): Queries['links']['answer'] {
  const rows = sql.all(
    `SELECT given.name, own.ref FROM json_each(?) n
     CROSS JOIN link given ON given.tenant = ? AND given.name = n.value
     CROSS JOIN link own INDEXED BY link_entity ON own.tenant = given.tenant AND own.id = given.id
     WHERE own.system = ? AND own.account = ?`,
    JSON.stringify(refs),
    tenant,
    system,
    account,
  )
  // of several names the first counts
  return Object.fromEntries(rows.reverse().map(({ name, ref }) => [name, parsed(ref)]))
}
