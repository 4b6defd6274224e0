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
  readonly cause?: unknown
}
