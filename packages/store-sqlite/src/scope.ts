import { type Audit, openAudit } from './audit.js'
import { type Fences, openFences } from './fences.js'
import { openQueues, type QueueIds } from './queue-ids.js'
import type { Sql } from './sql.js'
import { NEW_TENANT, type TenantRow } from './tenant-row.js'

/** One tenant's part of a database. */
export interface Scope {
  readonly sql: Sql
  readonly tenant: string
  readonly silenceMs: number
  readonly fences: Fences
  readonly audit: Audit
  readonly queues: QueueIds
}

type Whose = Pick<Scope, 'tenant' | 'silenceMs'>

/** The part of a tenant in a database, for one transaction, or for one question. */
export function openScope(
  ...[sql, { tenant, silenceMs }, row = NEW_TENANT]: [Sql, Whose, TenantRow?]
): Scope {
  return {
    sql,
    tenant,
    silenceMs,
    fences: openFences(sql, { tenant, before: row.fence }),
    audit: openAudit(sql, { tenant, isOn: row.audit }),
    queues: openQueues(sql, tenant),
  }
}

/** The value of a JSON column. */
export function parsed<T>(column: unknown): T {
  return JSON.parse(column as string) as T
}
