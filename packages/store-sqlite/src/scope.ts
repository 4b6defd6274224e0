import { type Audit, openAudit } from './audit.js'
import { type Fences, openFences } from './fences.js'
import { openQueues, type QueueIds } from './queue-ids.js'
import type { Sql } from './sql.js'

/** One tenant's part of a database. */
export interface Scope {
  readonly sql: Sql
  readonly tenant: string
  readonly fences: Fences
  readonly audit: Audit
  readonly queues: QueueIds
}

/** The part of a tenant in a database, for one transaction. */
export function openScope(sql: Sql, tenant: string): Scope {
  return {
    sql,
    tenant,
    fences: openFences(sql, tenant),
    audit: openAudit(sql, tenant),
    queues: openQueues(sql, tenant),
  }
}

/** The value of a JSON column. */
export function parsed<T>(column: unknown): T {
  return JSON.parse(column as string) as T
}
