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

// A fresh table has no statistics, and one that was just filled has old ones; every statement has an
// index that fits, so plans are pinned to it (and `OFFSET 0` pins what is looked up to what is asked). For this transaction alone: the pool may be shared.
const OFF = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'material'].map(
  (name) => `enable_${name}`,
)
const PINNED = [...OFF, 'jit']
  .map((name) => `SET LOCAL ${name} = off;`)
  .join(' ')
  .concat(' SET LOCAL plan_cache_mode = force_generic_plan;')
  // a process that stands still in the middle would hold up all others for as long
  .concat(" SET LOCAL idle_in_transaction_session_timeout = '10s'")

/** Runs work in one transaction of a connection; where others were in its way, from the start again. */
export async function inTransaction<T>(sql: Sql, work: Work<T>): Promise<Result<T, StoreFailure>> {
  for (let tries = 1; ; tries += 1) {
    try {
      await sql.exec(`BEGIN; ${PINNED}`)
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

/** Runs work that only reads, all of it in one state of the database. */
export async function inSnapshot<T>(sql: Sql, work: Work<T>): Promise<Result<T, StoreFailure>> {
  await sql.exec(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${PINNED}`)
  const done = await work(sql)
  await sql.exec('COMMIT')
  return done
}
