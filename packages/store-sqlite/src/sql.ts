import type { StoreFailure } from '@canonry/sync'
import { err, type Result } from 'neverthrow'
import type { Changed, DatabaseLike, SqlValue, StatementLike } from './database-like.js'
import { statementsOf } from './numbered-values.js'
import { toFailure } from './sql-failure.js'

/** A row as the database answers it. */
export type SqlRow = Readonly<Record<string, SqlValue>>

/** One database with its statements, each prepared once. */
export interface Sql {
  run(sql: string, ...values: SqlValue[]): Changed
  get(sql: string, ...values: SqlValue[]): SqlRow | undefined
  all(sql: string, ...values: SqlValue[]): SqlRow[]
  exec(sql: string): void
  /**
   * Runs `work` in one transaction, which is rolled back when it fails or throws. It is on the disk,
   * with all before it, when this returns; one that need not be `lasting` is so with the next that is.
   */
  transaction<T>(
    work: () => Result<T, StoreFailure>,
    how?: { readonly lasting: boolean },
  ): Result<T, StoreFailure>
  close(): void
}

/** Wraps a database. */
export function createSql(database: DatabaseLike): Sql {
  const statements = new Map<string, StatementLike>()
  const prepare = statementsOf(database)
  const prepared = (sql: string): StatementLike => {
    const statement = statements.get(sql) ?? prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    run: (sql, ...values) => prepared(sql).run(...values),
    get: (sql, ...values) => prepared(sql).get(...values) as SqlRow | undefined,
    all: (sql, ...values) => prepared(sql).all(...values) as SqlRow[],
    exec: (sql) => void database.exec(sql),
    transaction: (work, { lasting } = { lasting: true }) =>
      lasting ? inTransaction(database, work) : unhurried(database, work),
    close: () => database.close(),
  }
}

// NORMAL does not wait for the disk: https://www.sqlite.org/pragma.html#pragma_synchronous
function unhurried<T>(
  database: DatabaseLike,
  work: () => Result<T, StoreFailure>,
): Result<T, StoreFailure> {
  try {
    database.exec('PRAGMA synchronous = NORMAL')
  } catch (problem) {
    return err(toFailure(problem))
  }
  try {
    return inTransaction(database, work)
  } finally {
    // whoever shares the handle finds it as it was, and so does what must last
    database.exec('PRAGMA synchronous = FULL')
  }
}

function inTransaction<T>(
  database: DatabaseLike,
  work: () => Result<T, StoreFailure>,
): Result<T, StoreFailure> {
  let open = false
  try {
    // IMMEDIATE: a transaction that only reads first could not become a writer later
    database.exec('BEGIN IMMEDIATE')
    open = true
    const done = work()
    database.exec(done.isOk() ? 'COMMIT' : 'ROLLBACK')
    return done
  } catch (problem) {
    if (open) rollBack(database)
    return err(toFailure(problem))
  }
}

function rollBack(database: DatabaseLike): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself, as it does when the disk is full
  }
}
