import { type Audit, openAudit } from './audit.js'
import type { Floors } from './floors.js'
import type { Sql } from './sql.js'

/** One tenant's part of a database, for one transaction. */
export interface Scope {
  readonly sql: Sql
  readonly tenant: string
  readonly audit: Audit
  /** How long a worker is silent before it counts as gone, in milliseconds. */
  readonly silenceMs: number
  readonly floors: Floors
  /** What to do once it is committed, or read. */
  readonly afterwards: (() => void)[]
}

/** The part of a tenant in a database. */
export function openScope(
  sql: Sql,
  { hasAudit, ...whose }: Pick<Scope, 'tenant' | 'silenceMs' | 'floors'> & { hasAudit: boolean },
): Scope {
  const audit = openAudit(sql, { tenant: whose.tenant, isKept: hasAudit })
  return { sql, ...whose, audit, afterwards: [] }
}

/** The value of a JSON column. */
export function parsed<T>(column: unknown): T {
  return JSON.parse(column as string) as T
}
