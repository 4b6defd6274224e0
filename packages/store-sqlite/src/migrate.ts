import type { StoreFailure } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { MIGRATIONS, type Migration } from './schema.js'
import type { Sql } from './sql.js'

const MIGRATION_TABLE = `CREATE TABLE IF NOT EXISTS migration (
  version INTEGER PRIMARY KEY, name TEXT NOT NULL
) STRICT`

/**
 * Brings the file to the newest schema, one transaction a step.
 *
 * A crash between two steps leaves the first applied and the second not begun; two processes may do
 * it at the same time. A file that a newer version of this package has written is refused.
 */
export function migrate(sql: Sql): Result<void, StoreFailure> {
  // reading first: a file that needs nothing can be opened while another process writes
  if (isCurrent(sql)) return ok()
  const known = sql.transaction((): Result<void, StoreFailure> => {
    const strange = strangeIn(sql)
    if (strange !== undefined) return refuseStrange(strange)
    sql.run(MIGRATION_TABLE)
    return ok()
  })
  return MIGRATIONS.reduce((done, step) => done.andThen(() => apply(sql, step)), known).andThen(
    () => refuseNewer(sql),
  )
}

function apply(
  sql: Sql,
  { version, name, sql: statements }: Migration,
): Result<void, StoreFailure> {
  return sql.transaction(() => {
    if (sql.get('SELECT 1 FROM migration WHERE version = ?', version)) return ok()
    sql.exec(statements)
    sql.run('INSERT INTO migration (version, name) VALUES (?, ?)', version, name)
    return ok()
  })
}

function isCurrent(sql: Sql): boolean {
  return hasTable(sql, 'migration') && isOurs(sql) && newest(sql) === MIGRATIONS.length
}

// a file that is not ours and has a table of a name of ours
function strangeIn(sql: Sql): string | undefined {
  if (hasTable(sql, 'migration') && isOurs(sql)) return undefined
  const created = MIGRATIONS.flatMap(({ sql: step }) => [...step.matchAll(/CREATE TABLE (\w+)/g)])
  return ['migration', ...created.map(([, name = '']) => name)].find((name) => hasTable(sql, name))
}

function isOurs(sql: Sql): boolean {
  const columns = sql.all("SELECT name FROM pragma_table_info('migration')")
  return columns.map(({ name }) => name).join() === 'version,name'
}

function hasTable(sql: Sql, name: string): boolean {
  return sql.get('SELECT 1 FROM sqlite_schema WHERE name = ?', name) !== undefined
}

function refuseStrange(name: string): Result<void, StoreFailure> {
  const message = `the file has a "${name}" that is not of this package: give the store a file of its own`
  return err({ kind: 'unavailable', message })
}

function refuseNewer(sql: Sql): Result<void, StoreFailure> {
  const version = newest(sql)
  if (version === MIGRATIONS.length) return ok()
  const message = `the file has schema ${version}, this version knows ${MIGRATIONS.length}: update @canonry/store-sqlite`
  return err({ kind: 'unavailable', message })
}

function newest(sql: Sql): number {
  return Number(sql.get('SELECT max(version) AS version FROM migration')?.['version'] ?? 0)
}
