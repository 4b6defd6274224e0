/**
 * The statements of a lock, until the transaction ends; their value says which one: a tenant, or a
 * worker of one.
 */
export interface AdvisoryLock {
  /** Waits for all others. */
  readonly hold: string
  /** Takes it only if nobody has it, and answers whether as `held`. */
  readonly tryHold: string
  /** Waits for those who hold it, and for nobody who shares it. */
  readonly share: string
}

/**
 * One of the kinds of locks that each schema has: they lie in the memory of the server.
 * https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS
 */
export function advisoryLock(number: 1 | 2 | 3): AdvisoryLock {
  const key = `hashtextextended($1, '@tenant'::regclass::oid::bigint * 4 + ${number})`
  return {
    hold: `SELECT pg_advisory_xact_lock(${key})`,
    tryHold: `SELECT pg_try_advisory_xact_lock(${key}) AS held`,
    share: `SELECT pg_advisory_xact_lock_shared(${key})`,
  }
}
