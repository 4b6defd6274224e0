import type { StoreFailure } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { checkServer } from './check-server.js'
import { MIGRATIONS, type Migration } from './schema.js'
import type { Sql } from './sql.js'
import { inTransaction } from './transaction.js'

/** A schema, and whether it may be changed here. */
export interface Migrating {
  readonly schema: string
  readonly mayMigrate: boolean
}

/**
 * Brings a schema to the newest version, one transaction a step.
 *
 * A crash between two steps leaves the first applied and the second not begun; any number of
 * processes may do it at the same time. A schema that a newer version of this package has left
 * behind is used as long as that version says that this one still can.
 */
export async function migrate(
  sql: Sql,
  { schema, mayMigrate }: Migrating,
): Promise<Result<void, StoreFailure>> {
  const fits = await checkServer(sql)
  if (fits.isErr()) return fits
  // looking first: who may not create anything can use a schema that needs nothing
  const found = await newestOf(sql, schema)
  if (found?.version === MIGRATIONS.length) return ok()
  if (found && found.version > MIGRATIONS.length) return refuseTooNew(found)
  if (!mayMigrate) return refuseTooOld(schema, found)
  for (const step of MIGRATIONS) {
    const done = await inTransaction(sql, {
      open: (inside) => holdMigrations(inside, schema),
      write: (inside) => apply(inside, { step, schema }),
      isSet: true,
    })
    if (done.isErr()) return done
  }
  return ok()
}

interface Newest {
  readonly version: number
  readonly worksWith: number
}

async function holdMigrations(sql: Sql, schema: string): Promise<void> {
  await sql.get('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', `canonry ${schema}`)
}

async function apply(
  sql: Sql,
  { step, schema }: { step: Migration; schema: string },
): Promise<Result<void, StoreFailure>> {
  const found = await newestOf(sql, schema)
  if (found && found.version >= step.version) return ok()
  if (!found) await begin(sql, schema)
  await sql.exec(step.sql)
  await sql.get(
    'INSERT INTO @migration (version, works_with, name) VALUES ($1, $2, $3)',
    step.version,
    step.worksWith,
    step.name,
  )
  return ok()
}

async function begin(sql: Sql, schema: string): Promise<void> {
  // an owner of the schema may not be one who creates schemas
  const there = await sql.get('SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1', schema)
  if (!there) await sql.exec('CREATE SCHEMA @')
  await sql.exec(`CREATE TABLE IF NOT EXISTS @migration (
    version int PRIMARY KEY, works_with int NOT NULL, name text NOT NULL)`)
}

async function newestOf(sql: Sql, schema: string): Promise<Newest | undefined> {
  const table = await sql.get(
    `SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = 'migration'`,
    schema,
  )
  if (!table) return undefined
  const row = await sql.get(
    'SELECT version, works_with FROM @migration ORDER BY version DESC LIMIT 1',
  )
  return row && { version: Number(row['version']), worksWith: Number(row['works_with']) }
}

function refuseTooNew({ version, worksWith }: Newest): Result<void, StoreFailure> {
  if (worksWith <= MIGRATIONS.length) return ok()
  const message = `the database has schema ${version}, this version knows ${MIGRATIONS.length}: update @canonry/store-postgres`
  return err({ kind: 'unavailable', message })
}

function refuseTooOld(schema: string, found: Newest | undefined): Result<void, StoreFailure> {
  const what = found ? `has version ${found.version}` : 'is not there'
  const message = `the schema ${schema} ${what}, and this version needs ${MIGRATIONS.length}: run migratePostgres as its owner`
  return err({ kind: 'unavailable', message })
}
