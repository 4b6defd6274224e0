import type { StoreFailure } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import type { DatabaseLike } from './database-like.js'
import { MOVED, watchPlace } from './file-place.js'
import { migrate } from './migrate.js'
import { createSql, type Sql } from './sql.js'
import { toFailure } from './sql-failure.js'
import { switchToWal } from './switch-to-wal.js'

/** A database that is opened, and brought to the newest schema, when it is first used. */
export interface Connection {
  sql(): Result<Sql, StoreFailure>
  close(): void
}

/** The failure of a store that was closed. */
export const CLOSED: StoreFailure = { kind: 'closed', message: 'the store was closed' }

/** How a database is worked on. */
export interface ConnectionOptions {
  readonly readOnly?: boolean
  /** Where its file is, if it is known: nothing is written into one that is there no more. */
  readonly path?: string
}

/** A connection to what `open` opens; what goes wrong there is tried again at the next use. */
export function createConnection(
  open: () => DatabaseLike,
  { readOnly = false, path }: ConnectionOptions = {},
): Connection {
  let sql: Sql | undefined
  let isThere = () => true
  let closed = false
  return {
    sql: () => {
      if (closed) return err(CLOSED)
      if (sql) return isThere() ? ok(sql) : err(MOVED)
      return prepare(open).map((ready) => {
        if (readOnly) ready.exec('PRAGMA query_only = ON')
        if (path !== undefined) isThere = watchPlace(path)
        sql = ready
        return ready
      })
    },
    close: () => {
      closed = true
      sql?.close()
      sql = undefined
    },
  }
}

// A log of 16 MB before it is written back: pages that many commits change are written back once.
// FULL: what is acknowledged survives a loss of power: https://www.sqlite.org/pragma.html#pragma_synchronous
const PRAGMAS = `
PRAGMA busy_timeout = 5000;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = OFF;
PRAGMA cache_size = -65536;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA temp_store = MEMORY;`

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
