import { type Dependency, type Link, refKey } from '@canonry/sync'
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
  return dependency !== undefined && nameIn(scope, dependency) !== undefined
}

/** The name that the entity of a ref has in one system's account. */
export function nameIn(
  { sql, tenant }: Scope,
  { ref, system, account }: Dependency,
): Link['ref'] | undefined {
  const row = sql.get(
    `SELECT own.ref FROM link given
     CROSS JOIN link own INDEXED BY link_entity ON own.tenant = given.tenant AND own.id = given.id
     WHERE given.tenant = ? AND given.name = ? AND own.system = ? AND own.account = ? LIMIT 1`,
    tenant,
    ref,
    system,
    account,
  )
  return row && parsed<Link['ref']>(row['ref'])
}
