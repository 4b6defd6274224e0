import type { Connection, Credentials, Env, Upcasts } from '@canonry/pack'
import type { Flow } from './flow.js'
import type { OutboxDatabase, OutboxDialect } from './outbox/database.js'
import type { OwnershipRules } from './ownership-rules.js'
import type { ReconcileRules } from './reconcile/pull-rules.js'
import type { RetentionRules } from './retention.js'
import type { Store } from './store/store.js'

/** What {@link createSync} is given. */
export interface SyncOptions {
  /** Whose data this is; every stored key begins with it. */
  readonly tenant: string
  readonly store: Store
  readonly credentials: Credentials
  readonly connections: readonly Connection[]
  readonly ownership?: OwnershipRules
  /** Flows, and ready flows that are several. */
  readonly flows: readonly (Flow | readonly Flow[])[]
  /** How often connections are asked what they have; by default every 15 minutes, where they can tell. */
  readonly reconcile?: ReconcileRules
  /**
   * When people are told that an effect may be late: after `warnAt` of its time, between 0 and 1;
   * default 0.8.
   */
  readonly sla?: { readonly warnAt: number }
  /**
   * Connections that begin with a plan: what they have is pulled, and nothing that follows from it is
   * sent before a person approves it. Default: none, every connection is live from its first fact on.
   */
  readonly bootstrap?: readonly Connection[]
  /**
   * Whether everything that happens is also written into a log that proves it: see {@link Sync.audit}.
   * Once on, it stays on for the tenant. It costs time on every write; default off.
   */
  readonly audit?: boolean
  /** How long bodies are kept. Default: as long as the tenant is. */
  readonly retention?: RetentionRules
  /**
   * The user's own database with the outbox table (`createOutboxTable`), which the worker empties into
   * the journal; `dialect` where the database does not tell it.
   */
  readonly outbox?: { readonly database: OutboxDatabase; readonly dialect?: OutboxDialect }
  /**
   * How rows of older canonical shapes are read. Default: the steps of this release's model. Rows of a
   * newer shape than the last step makes are left to those who know it.
   */
  readonly upcasts?: Upcasts
  /**
   * Default: the machine's randomness and network, and its clock, which a worker sets by that of the
   * store where the store has one.
   */
  readonly env?: Env
}
