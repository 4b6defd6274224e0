import type { Sql } from './sql.js'

/** One tenant's part of a database. */
export interface Scope {
  readonly sql: Sql
  readonly tenant: string
}

/** The value of a JSON column. */
export function parsed<T>(column: unknown): T {
  return JSON.parse(column as string) as T
}
