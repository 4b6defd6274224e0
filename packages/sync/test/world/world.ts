import { Order } from '@canonry/model'
import {
  type Connection,
  type Credentials,
  secret,
  staticCredentials,
  type Upcasts,
} from '@canonry/pack'
import {
  cancel,
  createSync,
  defineFlow,
  type Flow,
  memoryStore,
  type OutboxDatabase,
  type OwnershipRules,
  type ReconcileRules,
  type RetentionRules,
  type Store,
  type Sync,
  upsert,
} from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import { type ErpBooks, type ErpOptions, erp, erpBooks } from './erp.js'
import { SHOP_SECRET, type ShopBooks, shop, shopBooks } from './shop.js'

/** A whole small company: a shop, an ERP, a sync between them, and time that stands still. */
export interface World {
  readonly env: TestEnv
  readonly store: Store
  readonly sync: Sync
  readonly shopBooks: ShopBooks
  readonly erpBooks: ErpBooks
}

export interface WorldOptions {
  readonly env?: TestEnv
  readonly store?: Store
  readonly shopBooks?: ShopBooks
  readonly erpBooks?: ErpBooks
  readonly erp?: ErpOptions
  /** Wraps a connection before it is used. */
  readonly wrap?: (connection: Connection) => Connection
  readonly reconcile?: ReconcileRules
  readonly ownership?: OwnershipRules
  readonly retention?: RetentionRules
  /** More systems beside the shop and the ERP. */
  readonly more?: readonly Connection[]
  /** Whether what happens is proved by an audit log. */
  readonly audit?: boolean
  readonly outbox?: { readonly database: OutboxDatabase }
  readonly tenant?: string
  /** Default: the shop's signing secret, and nothing for all others. */
  readonly credentials?: Credentials
  /** How rows of older shapes are read. */
  readonly upcasts?: Upcasts
  /** Whether the shop begins with a plan. */
  readonly bootstrap?: boolean
  readonly flows?: (connections: { shop: Connection; erp: Connection }) => readonly Flow[]
}

function usualCredentials(others: readonly Connection[]): Credentials {
  return staticCredentials({
    shop: { webhookSecrets: [secret(SHOP_SECRET)] },
    ...Object.fromEntries(others.map(({ id }) => [id, {}])),
  })
}

export function createWorld(options: WorldOptions = {}): World {
  const env = options.env ?? testEnv()
  const store = options.store ?? memoryStore()
  const books = {
    shopBooks: options.shopBooks ?? shopBooks(),
    erpBooks: options.erpBooks ?? erpBooks(),
  }
  const { wrap = (connection) => connection, retention = {} } = options
  const connections = {
    shop: wrap(shop(books.shopBooks)),
    erp: wrap(erp(books.erpBooks, options.erp)),
  }
  const { more = [] } = options
  const { credentials = usualCredentials([connections.erp, ...more]) } = options
  const flows = (options.flows ?? (({ erp }) => [ordersTo(erp)]))(connections)
  const sync = createSync({
    tenant: options.tenant ?? 'acme',
    store,
    credentials,
    connections: [connections.shop, connections.erp, ...more],
    flows,
    ...(options.outbox && { outbox: options.outbox }),
    ...(options.bootstrap && { bootstrap: [connections.shop] }),
    ...(options.audit && { audit: true }),
    ...(options.upcasts && { upcasts: options.upcasts }),
    ...(options.ownership && { ownership: options.ownership }),
    retention,
    ...(options.reconcile && { reconcile: options.reconcile }),
    env,
  })
  return { env, store, sync, ...books }
}

/** Books every order, and takes it back when it is cancelled. */
export function ordersTo(target: Connection): Flow {
  return defineFlow({
    name: 'orders',
    on: Order,
    class: 'critical',
    decide: (_, order) => [order.cancelledAt ? cancel(target, order) : upsert(target, order)],
  })
}

/** Whether nothing is left to do but what a person must act on. */
export async function isIdle(sync: Sync): Promise<boolean> {
  const { facts, reads, effects } = await sync.backlog()
  return facts + reads + effects === 0
}

/** Works until nothing is left that moves by itself, and stops. */
export async function workOff({ sync, env }: World): Promise<void> {
  const worker = await sync.start()
  await env.until(() => isIdle(sync))
  await worker.stop()
}
