import type { FindingWrite } from '@canonry/sync'
import type { Scope } from './scope.js'

/** Records or clears findings. */
export function putFinding({ sql, tenant }: Scope, write: FindingWrite): void {
  if (write.kind === 'clear') {
    sql.run('DELETE FROM finding WHERE tenant = ? AND key = ?', tenant, write.key)
  } else if (write.kind === 'clear-lane') {
    const { id, lane } = write
    sql.run(
      'DELETE FROM finding INDEXED BY finding_entity WHERE tenant = ? AND id = ? AND lane = ?',
      tenant,
      id,
      lane,
    )
  } else {
    const { key, finding } = write
    sql.run(
      'INSERT OR REPLACE INTO finding (tenant, key, id, lane, finding) VALUES (?, ?, ?, ?, ?)',
      tenant,
      key,
      finding.id ?? null,
      finding.lane ?? null,
      JSON.stringify(finding),
    )
  }
}
