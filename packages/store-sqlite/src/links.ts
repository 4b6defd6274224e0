import { type Dependency, type Link, type Queries, refKey } from '@canonry/sync'
import { parsed, type Scope } from './scope.js'

/** The entity of one kind that a ref names. */
export function linkedId(
  { sql, tenant }: Scope,
  { entity, ref }: Pick<Link, 'entity' | 'ref'>,
): string | undefined {
  const row = sql.get(
    'SELECT id FROM link WHERE tenant = ? AND name = ? AND entity = ?',
    tenant,
    refKey(ref),
    entity,
  )
  return row?.['id'] as string | undefined
}

/** Adds a name of an entity and says whether it is new; a ref that is taken keeps its entity. */
export function insertLink(scope: Scope, link: Link): boolean {
  if (linkedId(scope, link) !== undefined) return false
  const { entity, id, ref, evidence } = link
  scope.sql.run(
    `INSERT INTO link (tenant, name, entity, id, system, account, ref, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    scope.tenant,
    refKey(ref),
    entity,
    id,
    ref.system,
    ref.account,
    JSON.stringify(ref),
    evidence,
  )
  return true
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
