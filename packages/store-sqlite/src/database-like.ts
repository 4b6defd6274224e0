/** What a statement did. */
export interface Changed {
  readonly changes: number | bigint
  readonly lastInsertRowid: number | bigint
}

/** A prepared statement, as `node:sqlite` and what is compatible with it have it. */
export interface StatementLike {
  run(...values: SqlValue[]): Changed
  get(...values: SqlValue[]): unknown
  all(...values: SqlValue[]): unknown[]
}

/** An open SQLite database: of `node:sqlite`, `@photostructure/sqlite` or `better-sqlite3`. */
export interface DatabaseLike {
  exec(sql: string): unknown
  prepare(sql: string): StatementLike
  close(): void
}

/** What is bound to a statement. */
export type SqlValue = string | number | null | Uint8Array
