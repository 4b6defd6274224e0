import type { StoreFailure } from '@canonry/sync'
import { err, type Result } from 'neverthrow'
import { borrow } from './borrow.js'
import { createEar, type Ear } from './ear.js'
import { OutOfStep } from './in-step.js'
import { type Migrating, migrate } from './migrate.js'
import type { ClientLike, PoolLike } from './pool-like.js'
import { checkSessions } from './sessions.js'
import { createSql, createStatements } from './sql.js'
import { isOutdated, isRace, toFailure } from './sql-failure.js'
import { createTeller } from './teller.js'
import { inSnapshot, inTransaction, type Work, type Writing } from './transaction.js'
import type { Voice } from './waking.js'

/** A database that is brought to the newest schema when it is first used. */
export interface Database {
  /** Writes in one transaction; it is rolled back when that fails, and run again when others were in its way. */
  transaction<Opening, T>(writing: Writing<Opening, T>): Promise<Result<T, StoreFailure>>
  /** Runs work that only reads, all of it in one state of the database. */
  reading<T>(work: Work<T>): Promise<Result<T, StoreFailure>>
  /** Runs work that reads with one statement, or with several that need not see one state. */
  asking<T>(work: Work<T>): Promise<Result<T, StoreFailure>>
  readonly ear: Ear
  /** Tells others that a tenant has something to do. */
  readonly tell: (voice: Voice) => void
  close(): Promise<void>
}

// each of its connections may know a statement from before the schema was changed
const TRIES = 20

// what another connection may not have, and what somebody else was in the way of at this moment
function isOfNow(problem: unknown): boolean {
  return isOutdated(problem) || problem instanceof OutOfStep || isRace(problem)
}

/** The failure of a store that was closed. */
const CLOSED: StoreFailure = { kind: 'closed', message: 'the store was closed' }

/** The database behind a pool, in one of its schemas; what goes wrong is tried again at the next use. */
export function createDatabase(pool: PoolLike, migrating: Migrating): Database {
  const { schema } = migrating
  const statements = createStatements(schema)
  const ear = createEar(pool, schema)
  const { isSet = false } = pool
  let closed: Promise<void> | undefined
  const onClient = async <T>(work: Work<T>, tries = TRIES): Promise<Result<T, StoreFailure>> => {
    if (closed) return err(CLOSED)
    let client: ClientLike | undefined
    try {
      client = await borrow(pool)
      const done = await work(createSql(client, statements))
      client.release()
      return done
    } catch (problem) {
      // whatever state the connection is in, it is used no more
      client?.release(true)
      // nothing of it was committed
      if (isOfNow(problem) && tries > 1) return onClient(work, tries - 1)
      return err(closed ? CLOSED : toFailure(problem))
    }
  }
  const ready = untilDone(async () => {
    const migrated = await onClient((sql) => migrate(sql, migrating))
    // what a connection was given must stay its own
    return migrated.isErr() || !isSet ? migrated : checkSessions(pool)
  })
  const prepared = async <T>(work: Work<T>): Promise<Result<T, StoreFailure>> => {
    const done = await ready()
    return done.isOk() ? onClient(work) : err(done.error)
  }
  const reading = <T>(work: Work<T>) => prepared((sql) => inSnapshot(sql, { work, isSet }))
  return {
    transaction: (writing) => prepared((sql) => inTransaction(sql, { ...writing, isSet })),
    reading,
    asking: (work) => (isSet ? prepared(work) : reading(work)),
    ear,
    tell: createTeller(pool, schema),
    close: () => {
      ear.close()
      closed ??= endOf(pool)
      return closed
    },
  }
}

// whoever gave it may have ended it before
async function endOf(pool: PoolLike): Promise<void> {
  try {
    await pool.end()
  } catch (problem) {
    if (toFailure(problem).kind !== 'closed') throw problem
  }
}

/** Does something once for all who ask for it; where it fails, the next one asks anew. */
function untilDone<Done extends Result<void, StoreFailure>>(begin: () => Promise<Done>) {
  let begun: Promise<Done> | undefined
  return async (): Promise<Done> => {
    let isDone = false
    try {
      begun ??= begin()
      const done = await begun
      isDone = done.isOk()
      return done
    } finally {
      if (!isDone) begun = undefined
    }
  }
}
