import type { StoreFailure } from '@canonry/sync'
import { err, type Result } from 'neverthrow'
import { LOCAL_SETTINGS } from './settings.js'
import { type Sql, together } from './sql.js'
import { isRace } from './sql-failure.js'

/** Work on one connection. */
export type Work<T> = (sql: Sql) => Promise<Result<T, StoreFailure>>

/** A transaction that writes. */
export interface Writing<Opening, T> {
  /** What is asked and locked at once, and writes nothing: it goes to the server with the beginning. */
  open(sql: Sql): Promise<Opening>
  write(sql: Sql, opening: Opening): Promise<Result<T, StoreFailure>>
}

/** Whether the connection has the settings of this store for as long as it lives. */
export interface Session {
  readonly isSet: boolean
}

// what is read behind a lock must be what others left, whatever the database does by default
const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED'

const TRIES = 5

const LOST: StoreFailure = {
  kind: 'conflict',
  message: 'others changed the same rows: read them and decide again',
}

/** Writes in one transaction of a connection; where others were in its way, from the start again. */
export async function inTransaction<Opening, T>(
  sql: Sql,
  { open, write, isSet }: Writing<Opening, T> & Session,
): Promise<Result<T, StoreFailure>> {
  for (let tries = 1; ; tries += 1) {
    try {
      const [, opening] = await together([sql.begin(beginning(BEGIN, isSet)), open(sql)])
      const done = await write(sql, opening)
      await sql.end(done.isOk() ? 'COMMIT' : 'ROLLBACK')
      return done
    } catch (problem) {
      if (!isRace(problem)) throw problem
      await sql.end('ROLLBACK')
      if (tries === TRIES) return err({ ...LOST, cause: problem })
    }
  }
}

/** Runs work that only reads, all of it in one state of the database. */
export async function inSnapshot<T>(
  sql: Sql,
  { work, isSet }: { work: Work<T> } & Session,
): Promise<Result<T, StoreFailure>> {
  const statement = beginning('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', isSet)
  const [, done] = await together([sql.begin(statement), work(sql)])
  await sql.end('COMMIT')
  return done
}

function beginning(statement: string, isSet: boolean): string {
  return isSet ? statement : `${statement}; ${LOCAL_SETTINGS}`
}
