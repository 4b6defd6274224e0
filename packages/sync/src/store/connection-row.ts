/**
 * How far a connection has been pulled; what is under way goes on here after a crash.
 *
 * Times are epoch milliseconds: `since` and `asOf` by the system's clock, the others by the core's.
 */
export interface Pull {
  readonly purpose: 'snapshot' | 'reconcile'
  /**
   * First, where an address is given, what the system tells it; then the pages; then, for a scan of
   * everything, what is known and was in none of them.
   */
  readonly phase: 'subscriptions' | 'pages' | 'absences' | 'done'
  /** Nothing was pulled from the connection before. */
  readonly isFirst?: true
  readonly startedAt: number
  /** Only what changed at or after this is asked for; absent: everything. */
  readonly since?: number
  /** When the system answered the first page: the next pull asks for what changed since. */
  readonly asOf?: number
  /** The page that is next. */
  readonly cursor?: string
  /** An earlier cursor: a system that gives it again goes round in circles. */
  readonly mark?: string
  readonly pages: number
  readonly documents: number
  /** The least number of documents that the system said there are. */
  readonly total?: number
  /** Begin the source keys of what was pulled: `order:shopify/acme/Order/`. */
  readonly prefixes: readonly string[]
  /** The last source key that was compared. */
  readonly compared?: string
  /** Failures in a row. */
  readonly attempts: number
  /** How often it had to begin anew. */
  readonly restarts: number
  /** From when on the next step may be taken. */
  readonly runAt: number
  readonly endedAt?: number
}

/** What the core remembers of a connection as a whole. */
export interface ConnectionRow {
  readonly connection: string
  /** Counts the writes of the row: 1 for a new one. */
  readonly version: number
  readonly pull: Pull
  /** When everything was last scanned. */
  readonly scannedAt: number
  /** When the system was last known to tell everything that is listened to. */
  readonly subscribedAt?: number
  /** `plan`: what its data leads to is proposed, and waits for approval. Default: live. */
  readonly stage?: 'plan' | 'live'
  readonly approved?: { readonly hash: string; readonly at: number }
}
