import type { Appended, Store, StoreFailure, TenantStore } from '@canonry/sync'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { append } from './append.js'
import { startAudit } from './audit.js'
import { epochOf } from './claim.js'
import { commit } from './commit.js'
import { complete } from './complete.js'
import type { DatabaseLike } from './database-like.js'
import { forgetLog } from './erase.js'
import { lease } from './lease.js'
import { maintain } from './maintain.js'
import { migrate } from './migrate.js'
import { databaseOpener } from './open-database.js'
import { query } from './query.js'
import { read } from './read.js'
import { openScope, type Scope } from './scope.js'
import { createSql, type Sql } from './sql.js'
import { toFailure } from './sql-failure.js'
import { switchToWal } from './switch-to-wal.js'

/**
 * One SQLite file as a store: durable, one worker at a time, any number of processes that receive.
 *
 * A path needs the SQLite of Node 22.13 or newer; anywhere else pass an open `DatabaseSync`, of
 * `node:sqlite` or `@photostructure/sqlite`. The file is opened, and brought to the newest schema,
 * when it is first used; what goes wrong there is an ordinary failure, and tried again.
 */
export function sqlite(target: string | DatabaseLike): Store {
  const connect = createConnection(
    typeof target === 'string' ? databaseOpener(target) : () => target,
  )
  return {
    capabilities: { durable: true, shared: true },
    open: (tenant, { audit = false } = {}) => openTenant(tenant, { connection: connect, audit }),
    close: () => later(() => connect.close()),
  }
}

interface Connection {
  sql(): Result<Sql, StoreFailure>
  close(): Result<void, StoreFailure>
}

const CLOSED: StoreFailure = { kind: 'closed', message: 'the store was closed' }

function createConnection(open: () => DatabaseLike): Connection {
  let sql: Sql | undefined
  let closed = false
  return {
    sql: () => {
      if (closed) return err(CLOSED)
      if (sql) return ok(sql)
      return prepare(open).map((ready) => {
        sql = ready
        return ready
      })
    },
    close: () => {
      closed = true
      sql?.close()
      sql = undefined
      return ok()
    },
  }
}

// FULL: what is acknowledged survives a loss of power: https://www.sqlite.org/pragma.html#pragma_synchronous
const PRAGMAS = `
PRAGMA busy_timeout = 5000;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = OFF;`

function prepare(open: () => DatabaseLike): Result<Sql, StoreFailure> {
  try {
    const sql = createSql(open())
    sql.exec(PRAGMAS)
    switchToWal(sql)
    return migrate(sql).map(() => sql)
  } catch (problem) {
    return err(toFailure(problem))
  }
}

function openTenant(
  tenant: string,
  { connection, audit }: { connection: Connection; audit: boolean },
): TenantStore {
  const writing = <T>(work: (scope: Scope) => Result<T, StoreFailure>) =>
    later(() =>
      connection.sql().andThen((sql) =>
        sql.transaction(() => {
          sql.run('INSERT INTO tenant (tenant) VALUES (?) ON CONFLICT DO NOTHING', tenant)
          if (audit) startAudit(sql, tenant)
          const scope = openScope(sql, tenant)
          return work(scope).map((done) => {
            scope.fences.save()
            scope.audit.save()
            return done
          })
        }),
      ),
    )
  const reading = <T>(work: (scope: Scope) => T) =>
    later(() => connection.sql().andThen((sql) => attempt(() => work(openScope(sql, tenant)))))
  const owned = <T>(epoch: number, work: (scope: Scope) => Result<T, StoreFailure>) =>
    writing((scope) => (epochOf(scope) === epoch ? work(scope) : err(TAKEN_OVER)))
  return {
    append: (request) => {
      const owner = request.read ?? request.pull
      const work = (scope: Scope) => ok<readonly Appended[], StoreFailure>(append(scope, request))
      return owner ? owned(owner.epoch, work) : writing(work)
    },
    read: (request) => reading((scope) => read(scope, request)),
    commit: (request) => {
      const work = (scope: Scope) => commit(scope, request)
      const done = request.epoch === undefined ? writing(work) : owned(request.epoch, work)
      return request.erase ? done.andThen(() => reading(({ sql }) => forgetLog(sql))) : done
    },
    lease: (request) => owned(request.epoch, (scope) => ok(lease(scope, request))),
    complete: (request) => owned(request.epoch, (scope) => ok(complete(scope, request))),
    maintain: (request) =>
      'epoch' in request
        ? owned(request.epoch, (scope) => maintain(scope, request))
        : writing((scope) => maintain(scope, request)),
    query: (question) => reading((scope) => query(scope, question)),
  }
}

const TAKEN_OVER: StoreFailure = {
  kind: 'stale-fence',
  message: 'another worker has taken over this store: this one must stop',
}

function attempt<T>(work: () => T): Result<T, StoreFailure> {
  try {
    return ok(work())
  } catch (problem) {
    return err(toFailure(problem))
  }
}

function later<T>(work: () => Result<T, StoreFailure>): ResultAsync<T, StoreFailure> {
  return new ResultAsync(Promise.resolve().then(work))
}
