/**
 * Why a store did not do what it was asked; nothing of the request has happened.
 *
 * `conflict`: something changed since it was read, so read and decide again. `stale-fence`: the
 * right to work was taken from this worker. `already-running`: a live worker holds the store.
 */
export interface StoreFailure {
  readonly kind:
    | 'unavailable'
    | 'conflict'
    | 'stale-fence'
    | 'already-running'
    | 'full'
    | 'read-only'
    | 'closed'
  /** What happened and what to do. */
  readonly message: string
  /** A conflict that no new decision solves: others have decided on the facts of the step. */
  readonly isOutrun?: true
  readonly cause?: unknown
}

/** What a store answers where something of a step has changed since it was decided. */
export function changed(what: string): StoreFailure {
  return { kind: 'conflict', message: `${what}: read it and decide again` }
}

/** What a store answers where others have committed the facts of a step before. */
export function outrun(shard: number): StoreFailure {
  return { ...changed(`the cursor of shard ${shard} has moved`), isOutrun: true }
}
