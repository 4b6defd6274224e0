import { type Act, actEntry, type Queries } from '@canonry/sync'
import { parsed, type Scope } from './scope.js'

/** Keeps what a person did. */
export function insertAct({ sql, tenant, audit }: Scope, act: Act): void {
  audit.add(() => actEntry(act))
  const statement = 'INSERT INTO act (tenant, id, act) VALUES (?, ?, ?)'
  sql.run(statement, tenant, act.id, JSON.stringify(act))
}

/** What people did, oldest first. */
export function acts(
  { sql, tenant }: Scope,
  { after, limit }: Queries['acts']['question'],
): readonly Act[] {
  const behind =
    after === undefined
      ? sql.all(
          'SELECT act FROM act WHERE tenant = ? AND seq > 0 ORDER BY seq LIMIT ?',
          tenant,
          limit,
        )
      : sql.all(
          `SELECT act FROM act WHERE tenant = ?
             AND seq > (SELECT seq FROM act WHERE tenant = ? AND id = ?) ORDER BY seq LIMIT ?`,
          tenant,
          tenant,
          after,
          limit,
        )
  return behind.map((row) => parsed<Act>(row['act']))
}
