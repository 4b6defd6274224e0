import { type Order, type Ref, refKey } from '@canonry/model'
import {
  type Connection,
  definePack,
  type Intent,
  type PushOutcome,
  type WireDocument,
} from '@canonry/pack'
import { ok } from 'neverthrow'
import { type ShopOrder, salesOrder } from './shop.js'

/** The ERP's own books: an order by its id, and what it was sent. */
export interface ComparingErp {
  readonly connection: Connection
  readonly orders: Map<string, ShopOrder>
  readonly pushes: Intent[]
  /** Somebody edits an order in the ERP itself. */
  edit(id: string, change: Partial<ShopOrder>): void
  /** Happens to each order just before a push looks at it. */
  before?: (id: string) => void
}

/** How the ERP counts versions: `3`, or texts that say nothing about their order. */
export type Numbering = (count: number) => string

/** An ERP that refuses a write which builds on another version of its order than the newest. */
export function comparingErp({
  numbering = String as Numbering,
  canRead = true,
} = {}): ComparingErp {
  const orders = new Map<string, ShopOrder>()
  const ids = new Map<string, string>()
  const pushes: Intent[] = []
  let versions = 0
  const put = (order: Omit<ShopOrder, 'version'>) => {
    versions += 1
    orders.set(order.id, { ...order, version: numbering(versions) })
  }
  const books: ComparingErp = {
    connection: definePack<{ id: string }>({
      system: 'erp',
      versions: ['1'],
      resources: canRead ? [salesOrder] : [],
      account: () => 'main',
      connector: () => ({
        capabilities: {
          idempotencyKeys: false,
          compareAndSet: true,
          bulk: 10,
          readAfterWriteMs: 500,
        },
        limits: { concurrency: 8, perSecond: 1_000 },
        read: async (refs) => ok(refs.flatMap(({ id }) => documentOf(orders.get(id)))),
        push: async (intents) => intents.map(push),
        verify: async (intents) => intents.map(() => ({ kind: 'not-applied' })),
        classify: () => ({ kind: 'handler.bug', message: 'unexpected' }),
      }),
    }).connect({ id: 'erp' }),
    orders,
    pushes,
    edit: (id, change) => {
      const order = orders.get(id)
      if (order) put({ ...order, ...change })
    },
  }
  return books

  function push(intent: Intent): PushOutcome {
    pushes.push(intent)
    const name = refKey(intent.source)
    const id = ids.get(name) ?? `SO${ids.size + 1}`
    ids.set(name, id)
    books.before?.(id)
    const known = orders.get(id)
    if (known && known.version !== intent.expected) {
      const message = `${id} is at version ${known.version}, not ${intent.expected}`
      return { kind: 'failed', failure: { kind: 'conflict.version', message } }
    }
    const { number = '', asserted, note } = intent.body as Order
    put({ id, number, total: asserted.outstanding?.amount ?? '0', note: note ?? null })
    return { kind: 'confirmed', ref: erpOrder(id), version: numbering(versions) }
  }
}

function erpOrder(id: string): Ref {
  return { system: 'erp', account: 'main', kind: 'salesOrder', id }
}

function documentOf(order: ShopOrder | undefined): WireDocument[] {
  if (!order) return []
  const { id: key } = order
  return [{ resource: salesOrder.name, apiVersion: '1', key, text: JSON.stringify(order) }]
}
