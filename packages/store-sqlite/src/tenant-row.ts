import type { Sql } from './sql.js'

/** What a transaction needs to know of a tenant, read at once at its beginning. */
export interface TenantRow {
  /** The epoch in which a worker holds the right to work now. */
  readonly epoch?: number
  /** The last fence that was given out. */
  readonly fence: number
  /** Whether it has an audit log. */
  readonly audit: boolean
}

interface Whose {
  readonly tenant: string
  /** Whether it is to have an audit log. */
  readonly audit: boolean
}

/** A tenant that nothing is known of. */
export const NEW_TENANT: TenantRow = { fence: 0, audit: false }

/** The row of a tenant, which it has from then on; with `audit` it has an audit log, too. */
export function tenantRow(sql: Sql, { tenant, audit }: Whose): TenantRow {
  const row = sql.get('SELECT epoch, worker, fence, audit FROM tenant WHERE tenant = ?', tenant)
  if (!row) sql.run('INSERT INTO tenant (tenant) VALUES (?)', tenant)
  const hadAudit = row?.['audit'] === 1
  if (audit && !hadAudit) sql.run('UPDATE tenant SET audit = 1 WHERE tenant = ?', tenant)
  const isHeld = typeof row?.['worker'] === 'string'
  return {
    ...(isHeld && { epoch: Number(row['epoch']) }),
    fence: Number(row?.['fence'] ?? 0),
    audit: audit || hadAudit,
  }
}

/** Whether a tenant has an audit log, or is about to have one. */
export function isAudited(sql: Sql, { tenant, audit }: Whose): boolean {
  if (audit) return true
  return sql.get('SELECT 1 FROM tenant WHERE tenant = ? AND audit = 1', tenant) !== undefined
}
