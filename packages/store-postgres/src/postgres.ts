import { type Store, type StoreFailure, type TenantStore, WORKER_GONE_MS } from '@canonry/sync'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import pg from 'pg'
import { append } from './append.js'
import { startAudit } from './audit.js'
import { type Admission, admission } from './claim.js'
import { commit } from './commit.js'
import { complete } from './complete.js'
import { createDatabase, type Database } from './database.js'
import { hasDue, lease } from './lease.js'
import { maintain } from './maintain.js'
import type { PoolLike } from './pool-like.js'
import { asksOnce, query } from './query.js'
import { read } from './read.js'
import { openScope, type Scope } from './scope.js'
import { SESSION_SETTINGS } from './settings.js'
import type { Sql } from './sql.js'

/** How a database is used. */
export interface PostgresOptions {
  /** The schema that the tables lie in. Default: `canonry`. */
  readonly schema?: string
  /** How many connections this process opens at most, where it makes the pool. Default: 10. */
  readonly connections?: number
  /**
   * How long a worker may be silent before another one takes over what it held, in milliseconds of the
   * workers' clock; the other one's beat comes on top. Workers beat every 5 seconds. Default: 7,500.
   */
  readonly silenceMs?: number
}

/**
 * A PostgreSQL database (15 or later) as a store: durable, and open to any number of processes.
 *
 * Takes a connection string, or a pool of node-postgres. The schema is made, or brought to the newest
 * version, when the store is first used; what goes wrong there is an ordinary failure, and tried
 * again.
 */
export function postgres(
  target: string | PoolLike,
  { schema = 'canonry', connections = 10, silenceMs = WORKER_GONE_MS }: PostgresOptions = {},
): Store {
  const pool = typeof target === 'string' ? poolOf(target, connections) : target
  const database = createDatabase(pool, { schema })
  return {
    capabilities: { durable: true, shared: true, manyWorkers: true },
    open: (tenant, { audit = false, heard = () => undefined } = {}) =>
      openTenant(database, { tenant, audit, silenceMs, heard }),
    close: () => ResultAsync.fromSafePromise(database.close()),
  }
}

function poolOf(connectionString: string, max: number): PoolLike {
  const onConnect = (client: pg.ClientBase) => client.query(SESSION_SETTINGS)
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: 'canonry',
    pipeline: true,
    onConnect,
  })
  // a connection that is lost while nobody uses it is replaced when somebody does
  pool.on('error', () => undefined)
  return Object.assign(pool, { isSet: true })
}

interface Whose {
  readonly tenant: string
  readonly audit: boolean
  readonly silenceMs: number
  readonly heard: () => void
}

function openTenant(database: Database, whose: Whose): TenantStore {
  const inScope =
    <T>(work: (scope: Scope) => Promise<T>) =>
    async (sql: Sql) =>
      ok<T, StoreFailure>(await work(openScope(sql, { ...whose, hasAudit: false })))
  const writing = createWriting(database, whose)
  const { tenant } = whose
  const { ear, tell } = database
  const telling = <T>(done: T): T => {
    tell(tenant)
    return done
  }
  return {
    append: (request) => {
      const owner = request.read ?? request.pull
      const appended = writing(owner?.epoch, async (scope) => ok(await append(scope, request)))
      return appended.map(telling)
    },
    read: (request) => later(database.reading(inScope((scope) => read(scope, request)))),
    commit: (request) => writing(request.epoch, (scope) => commit(scope, request)).map(telling),
    lease: (request) =>
      later(database.asking(inScope((scope) => hasDue(scope, request)))).andThen((isDue) =>
        isDue ? writing(request.epoch, async (scope) => ok(await lease(scope, request))) : ok([]),
      ),
    complete: (request) =>
      writing(request.epoch, async (scope) => ok(await complete(scope, request))),
    maintain: (request) => {
      const epoch = 'epoch' in request ? request.epoch : undefined
      // at a beat once more, since a connection that listens may have been lost
      if (request.kind === 'claim' || request.kind === 'beat') ear.listen(tenant, whose.heard)
      if (request.kind === 'release') ear.silence(tenant)
      return writing(epoch, (scope) => maintain(scope, request))
    },
    query: (question) => {
      const work = inScope((scope) => query(scope, question))
      return later(asksOnce(question) ? database.asking(work) : database.reading(work))
    },
  }
}

type Write<T> = (scope: Scope) => Promise<Result<T, StoreFailure>>

// a tenant has a row of its own before anything is written
function createWriting(database: Database, { tenant, audit, silenceMs }: Omit<Whose, 'heard'>) {
  let isThere = false
  const prepared = async (sql: Sql, epoch: number | undefined) => {
    await addTenant(sql, { tenant, audit })
    return admission(sql, { tenant, epoch })
  }
  return <T>(epoch: number | undefined, write: Write<T>): ResultAsync<T, StoreFailure> =>
    later(
      database.transaction<Admission | undefined, T>({
        open: async (sql) => (isThere ? admission(sql, { tenant, epoch }) : undefined),
        write: async (sql, opening) => {
          const { isAdmitted, hasAudit } = opening ?? (await prepared(sql, epoch))
          if (!isAdmitted) return err(TAKEN_OVER)
          const scope = openScope(sql, { tenant, silenceMs, hasAudit })
          const done = await write(scope)
          if (done.isOk()) await scope.audit.save()
          return done
        },
      }),
    ).map((answer) => {
      isThere = true
      return answer
    })
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
