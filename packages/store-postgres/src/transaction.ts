import type { StoreFailure } from '@canonry/sync'
import { err, type Result } from 'neverthrow'
import type { Sql } from './sql.js'
import { isRace } from './sql-failure.js'

/** Work on one connection. */
export type Work<T> = (sql: Sql) => Promise<Result<T, StoreFailure>>

const TRIES = 5

const LOST: StoreFailure = {
  kind: 'conflict',
  message: 'others changed the same rows: read them and decide again',
}

/** Runs work in one transaction of a connection; where others were in its way, from the start again. */
export async function inTransaction<T>(sql: Sql, work: Work<T>): Promise<Result<T, StoreFailure>> {
  for (let tries = 1; ; tries += 1) {
    try {
      await sql.exec('BEGIN')
      const done = await work(sql)
      await sql.exec(done.isOk() ? 'COMMIT' : 'ROLLBACK')
      return done
    } catch (problem) {
      if (!isRace(problem)) throw problem
      await sql.exec('ROLLBACK')
      if (tries === TRIES) return err({ ...LOST, cause: problem })
    }
  }
}
