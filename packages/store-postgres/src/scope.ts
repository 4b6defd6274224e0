import { type Audit, openAudit } from './audit.js'
import type { Sql } from './sql.js'

/** One tenant's part of a database, for one transaction. */
export interface Scope {
  readonly sql: Sql
  readonly tenant: string
  readonly audit: Audit
  /** How long a worker is silent before it counts as gone, in milliseconds. */
  readonly silenceMs: number
}

/** The part of a tenant in a database. */
export function openScope(
  sql: Sql,
  { tenant, silenceMs, hasAudit }: Pick<Scope, 'tenant' | 'silenceMs'> & { hasAudit: boolean },
): Scope {
  return { sql, tenant, silenceMs, audit: openAudit(sql, { tenant, isKept: hasAudit }) }
}

/** The value of a JSON column. */
export function parsed<T>(column: unknown): T {
  return JSON.parse(column as string) as T
}
