import { randomUUID } from 'node:crypto'
import { type Store, type StoreFailure, type TenantStore, WORKER_GONE_MS } from '@canonry/sync'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import pg from 'pg'
import { append } from './append.js'
import { startAudit } from './audit.js'
import { type Admission, admission } from './claim.js'
import { commit } from './commit.js'
import { complete } from './complete.js'
import { createDatabase, type Database } from './database.js'
import { createFloors, type Floors } from './floors.js'
import { hasDue } from './has-due.js'
import { checkStep } from './in-step.js'
import { lease } from './lease.js'
import { maintain } from './maintain.js'
import type { PoolLike } from './pool-like.js'
import { poolOfPostgresJs } from './postgres-js.js'
import type { PostgresJs } from './postgres-js-like.js'
import { asksOnce, query } from './query.js'
import { read } from './read.js'
import { checkSchemaName } from './schema-name.js'
import { openScope, type Scope } from './scope.js'
import { SESSION_SETTINGS } from './settings.js'
import type { Sql } from './sql.js'

/** A connection string, a pool of node-postgres, or a `postgres` (postgres.js). */
export type PostgresTarget = string | PoolLike | { readonly sql: PostgresJs }

/** How a database is used. */
export interface PostgresOptions {
  /** The schema that the tables lie in. Default: `canonry`. */
  readonly schema?: string
  /**
   * Whether the schema is made, or brought to the newest version, by whoever comes first. Default:
   * `true`; with `false` somebody else does it, as {@link migratePostgres} of an owner.
   */
  readonly migrate?: boolean
  /** How many connections this process opens at most, where it makes the pool. Default: 10. */
  readonly connections?: number
  /**
   * How long a worker may be silent before another one takes over what it held, in milliseconds of the
   * workers' clock; the other one's beat comes on top. Workers beat every 5 seconds, or three times in
   * that time where that is sooner. Default: 7,500.
   */
  readonly silenceMs?: number
}

/**
 * A PostgreSQL database (15 or later) as a store: durable, and open to any number of processes.
 *
 * Takes a connection string, a pool of node-postgres, or `{ sql }` of postgres.js. The schema is made, or brought to the newest
 * version, when the store is first used; what goes wrong there is an ordinary failure, and tried
 * again.
 */
export function postgres(target: PostgresTarget, options: PostgresOptions = {}): Store {
  const { silenceMs = WORKER_GONE_MS } = options
  const database = open(target, options)
  return {
    capabilities: { durable: true, shared: true, manyWorkers: true, silenceMs },
    open: (tenant, { audit = false, heard = () => undefined } = {}) =>
      openTenant(database, { tenant, audit, silenceMs, heard, floors: createFloors() }),
    close: () => ResultAsync.fromSafePromise(database.close()),
  }
}

/**
 * Makes the schema, or brings it to the newest version, and closes what it was given: what a
 * deployment does as the owner of the schema, where those that work may change no table.
 */
export function migratePostgres(
  target: PostgresTarget,
  options: Pick<PostgresOptions, 'schema'> = {},
): ResultAsync<void, StoreFailure> {
  const database = open(target, { ...options, connections: 1 })
  const migrated = database.reading(async () => ok())
  return later(migrated.finally(() => database.close()))
}

function open(target: PostgresTarget, options: PostgresOptions): Database {
  const { schema = 'canonry', connections = 10, migrate: mayMigrate = true } = options
  checkSchemaName(schema)
  return createDatabase(poolOf(target, connections), { schema, mayMigrate })
}

function poolOf(target: PostgresTarget | undefined, max: number): PoolLike {
  if (!target) {
    throw new TypeError(
      'there is no database: give a connection string (is its variable set?), a pool, or { sql }',
    )
  }
  if (typeof target === 'string') {
    // of any other text the driver makes the name of a database, on a host called "base"
    if (/^[\w-]+:\/\/|^socket:|^\//.test(target)) return openPool(target, max)
    throw new TypeError(
      'this is no connection string: postgres://user@db.example.com:5432/retail (it begins with no scheme)',
    )
  }
  return 'sql' in target ? poolOfPostgresJs(target.sql) : target
}

function openPool(connectionString: string, max: number): PoolLike {
  const onConnect = async (client: pg.ClientBase) =>
    checkStep(await client.query(SESSION_SETTINGS), 'SET')
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: 'canonry',
    pipeline: true,
    connectionTimeoutMillis: CONNECT_MS,
    // a machine without power closes nothing
    query_timeout: ANSWER_MS,
    keepAlive: true,
    onConnect,
  })
  // a connection that is lost while nobody uses it is replaced when somebody does
  pool.on('error', () => undefined)
  return Object.assign(pool, { isSet: true, size: max })
}

// the connection string may say otherwise: `connect_timeout` in seconds, `query_timeout` in milliseconds
const CONNECT_MS = 15_000
const ANSWER_MS = 60_000

interface Whose {
  readonly tenant: string
  readonly audit: boolean
  readonly silenceMs: number
  readonly heard: () => void
  readonly floors: Floors
}

function openTenant(database: Database, whose: Whose): TenantStore {
  const inScope =
    <T>(work: (scope: Scope) => Promise<T>) =>
    async (sql: Sql) => {
      const scope = openScope(sql, { ...whose, hasAudit: false })
      const done = await work(scope)
      for (const each of scope.afterwards) each()
      return ok<T, StoreFailure>(done)
    }
  const writing = createWriting(database, whose)
  const { tenant, floors } = whose
  const { ear, tell } = database
  const voice = { tenant, name: randomUUID() }
  const telling = <T>(done: T): T => {
    tell(voice)
    return done
  }
  return {
    append: (request) => {
      const owner = request.reads ?? request.pull
      const appended = writing(owner?.epoch, async (scope) => ok(await append(scope, request)))
      return appended.map(telling)
    },
    read: (request) => later(database.asking(inScope((scope) => read(scope, request)))),
    commit: (request) => writing(request.epoch, (scope) => commit(scope, request)).map(telling),
    lease: (request) =>
      later(database.asking(inScope((scope) => hasDue(scope, request)))).andThen((isDue) =>
        isDue ? writing(request.epoch, async (scope) => ok(await lease(scope, request))) : ok([]),
      ),
    complete: (request) => complete(request, (work) => writing(request.epoch, work)),
    maintain: (request) => {
      const epoch = 'epoch' in request ? request.epoch : undefined
      const isOfWorker = request.kind === 'claim' || request.kind === 'beat'
      if (isOfWorker) floors.renew()
      if (request.kind === 'release') {
        ear.silence(voice)
        floors.stop()
      }
      const done = writing(epoch, (scope) => maintain(scope, request))
      // at a beat once more, since a connection that listens may have been lost
      return isOfWorker ? done.andTee(() => ear.listen(voice, whose.heard)) : done
    },
    query: (question) => {
      const work = inScope((scope) => query(scope, question))
      return later(asksOnce(question) ? database.asking(work) : database.reading(work))
    },
  }
}

type Write<T> = (scope: Scope) => Promise<Result<T, StoreFailure>>

// a tenant has a row of its own before anything is written
function createWriting(database: Database, whose: Omit<Whose, 'heard'>) {
  const { tenant, audit } = whose
  let isThere = false
  const prepared = async (sql: Sql, epoch: number | undefined) => {
    await addTenant(sql, { tenant, audit })
    return admission(sql, { tenant, epoch })
  }
  return <T>(epoch: number | undefined, write: Write<T>): ResultAsync<T, StoreFailure> => {
    let afterwards: Scope['afterwards'] = []
    const written = later(
      database.transaction<Admission | undefined, T>({
        open: async (sql) => (isThere ? admission(sql, { tenant, epoch }) : undefined),
        write: async (sql, opening) => {
          // somebody may have emptied the database meanwhile, too
          const admitted = opening ?? (await prepared(sql, epoch))
          if (!admitted?.isAdmitted) return err(TAKEN_OVER)
          const scope = openScope(sql, { ...whose, hasAudit: admitted.hasAudit })
          afterwards = scope.afterwards
          const done = await write(scope)
          if (done.isOk()) await scope.audit.save()
          return done
        },
      }),
    )
    return written.map((answer) => {
      isThere = true
      for (const each of afterwards) each()
      return answer
    })
  }
}

async function addTenant(
  sql: Sql,
  { tenant, audit }: Pick<Whose, 'tenant' | 'audit'>,
): Promise<void> {
  await sql.get('INSERT INTO @tenant (tenant) VALUES ($1) ON CONFLICT DO NOTHING', tenant)
  if (audit) await startAudit(sql, tenant)
}

const TAKEN_OVER: StoreFailure = {
  kind: 'stale-fence',
  message: 'this worker was silent for too long, and others have taken over: it must stop',
}

function later<T>(answer: Promise<Result<T, StoreFailure>>): ResultAsync<T, StoreFailure> {
  return new ResultAsync(answer)
}
