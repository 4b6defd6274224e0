/** The statements of a lock that a tenant has, until the transaction ends; their value is the tenant. */
export interface AdvisoryLock {
  /** Waits for all others. */
  readonly hold: string
  /** Waits for those who hold it, and for nobody who shares it. */
  readonly share: string
}

/**
 * One of the locks that each tenant has, in each schema: they lie in the memory of the server.
 * https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS
 */
export function advisoryLock(number: 1 | 2): AdvisoryLock {
  const key = `hashtextextended($1, '@tenant'::regclass::oid::bigint * 4 + ${number})`
  return {
    hold: `SELECT pg_advisory_xact_lock(${key})`,
    share: `SELECT pg_advisory_xact_lock_shared(${key})`,
  }
}
