import { type Act, actEntry, type Queries } from '@canonry/sync'
import { parsed, type Scope } from './scope.js'

/** Keeps what people did. */
export async function insertActs(
  { sql, tenant, audit }: Scope,
  acts: readonly Act[],
): Promise<void> {
  for (const act of acts) {
    audit.add(() => actEntry(act))
    const statement = 'INSERT INTO @act (tenant, id, act) VALUES ($1, $2, $3)'
    await sql.all(statement, tenant, act.id, JSON.stringify(act))
  }
}

/** What people did, oldest first. */
export async function acts(
  { sql, tenant }: Scope,
  { after, limit }: Queries['acts']['question'],
): Promise<readonly Act[]> {
  const rows = await sql.all(
    `SELECT act FROM @act WHERE tenant = $1 AND seq > CASE WHEN $2::text IS NULL THEN 0 ELSE
       (SELECT seq FROM @act WHERE tenant IS NOT DISTINCT FROM $1 AND id = $2) END ORDER BY seq LIMIT $3`,
    tenant,
    after ?? null,
    limit,
  )
  return rows.map((row) => parsed<Act>(row['act']))
}
