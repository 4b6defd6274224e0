import { createHmac } from 'node:crypto'
import {
  absent,
  constant,
  decimal,
  from,
  instant,
  mapping,
  maybe,
  needs,
  type RefContext,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { Customer, Order, type Ref } from '@canonry/model'
import {
  type Connection,
  type Connector,
  definePack,
  type Failure,
  type PullPage,
  type Resource,
  type WebhookRules,
  type WireDocument,
} from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { beginHmac } from './begin-hmac.js'

export const SHOP_SECRET = 'shop-secret'

/** An order as the invented shop sends it. */
export interface ShopOrder {
  id: string
  number: string
  version: string
  total: string
  note?: string | null
  cancelled?: string | null
  customer?: { id: string; name: string } | null
}

const WireCustomer = z.object({ id: z.string(), name: z.string() })
const WireOrder = z.object({
  id: z.string(),
  number: z.string(),
  version: z.string(),
  total: z.string(),
  note: z.string().nullish(),
  cancelled: z.string().nullish(),
  customer: WireCustomer.nullish(),
})

const none = absent('the invented shop has no such thing')

const customerMapping = mapping({
  system: 'shop',
  entity: 'Customer',
  wire: WireCustomer,
  canonical: Customer,
  needs: needs<RefContext>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Customer'))),
    firstName: none,
    lastName: from($.name, text) as never,
    company: none,
    email: none,
    phone: none,
    taxExempt: none,
    note: none,
    address: none,
    updatedAt: none,
    kind: none,
    pseudonymous: none,
    language: none,
    taxIds: none,
    consents: none,
    groups: none,
    addresses: none,
    attributes: none,
  }),
})

const orderMappingOf = (
  notes: 'read' | 'ignored' | 'tagged',
  { system = 'shop', kind = 'Order' } = {},
) =>
  mapping({
    system,
    entity: 'Order',
    wire: WireOrder,
    canonical: Order,
    needs: needs<RefContext>(),
    map: ($) => ({
      refs: single(from($.id, textRef(kind))),
      number: from($.number, text),
      placedAt: constant('2026-11-27T08:00:00Z'),
      updatedAt: (kind === 'Order' ? from($.version, instant) : none) as never,
      channel: none,
      businessDate: none,
      location: none,
      workstation: none,
      sequence: none,
      currency: constant('EUR'),
      buyerCurrency: none,
      taxIncluded: constant(true),
      customer: maybe($.customer.id, textRef('Customer')) as never,
      email: none,
      phone: none,
      billTo: none,
      shipTo: none,
      lines: constant([]) as never,
      charges: constant([]) as never,
      discounts: constant([]) as never,
      rounding: none,
      draft: none,
      cancelledAt: maybe($.cancelled, instant),
      cancelReason: none,
      closedAt: none,
      holds: none,
      test: none,
      note: notes === 'read' ? maybe($.note, text) : (none as never),
      tags: (notes === 'tagged' ? single(maybe($.note, text)) : constant([])) as never,
      attribution: none,
      risks: none,
      attributes: none,
      asserted: {
        total: none,
        currentTotal: none,
        subtotal: none,
        tax: none,
        discount: none,
        byGiftCard: none,
        outstanding: {
          amount: from($.total, decimal),
          currency: constant('EUR'),
        } as never,
        payment: none,
        fulfilment: none,
      },
    }),
  })

const resourceNamed = (name: Resource['name']): Resource => ({
  name,
  kind: 'Order',
  versions: { from: '1' },
  revision: 1,
  parts: [
    { entity: 'order', mapping: orderMappingOf('read') },
    { entity: 'customer', mapping: customerMapping, at: '/customer' },
  ],
  version: (wire) => (wire as Partial<ShopOrder>).version,
})

/** An ERP's order, written as the shop writes its own. */
export const salesOrder: Resource = {
  name: 'salesOrder@rest',
  kind: 'salesOrder',
  versions: { from: '1' },
  revision: 1,
  parts: [
    { entity: 'order', mapping: orderMappingOf('read', { system: 'erp', kind: 'salesOrder' }) },
  ],
  version: (wire) => (wire as Partial<ShopOrder>).version,
}

const webhooks: WebhookRules = {
  begin: beginHmac,
  head: (headers, start) => {
    const topic = headers.get('x-topic') || topicIn(start())
    const account = headers.get('x-account')
    const eventId = headers.get('x-event-id')
    return topic ? { topic, ...(account && { account }), ...(eventId && { eventId }) } : undefined
  },
  deletes: (topic) => topic === 'orders/delete',
  resource: (topic) => (topic.startsWith('orders/') ? 'order@webhook' : undefined),
  thin: (topic) => topic === 'orders/touched',
  version: (_, text) => /"version":\s*"([^"]+)"/.exec(text)?.[1],
  routingKey: (_, start) => /"id":\s*"([^"]+)"/.exec(start)?.[1],
}

// one of its topics stands in the body alone, as other systems do it with all of theirs
function topicIn(start: string): string | undefined {
  return /"topic":\s*"([^"]+)"/.exec(start)?.[1]
}

/** The shop as it is now, for reads. */
export interface ShopBooks {
  readonly orders: Map<string, ShopOrder>
  readonly reads: Ref[]
  /** Failures that the next reads answer, first come first served. */
  readonly failures: Failure[]
  /** Answers a pull; without it the shop cannot be pulled. */
  pull?: Connector['pull']
  /** Changes what the shop tells; without it its subscriptions cannot be changed. */
  subscribe?: Connector['subscribe']
}

export function shopBooks(): ShopBooks {
  return { orders: new Map(), reads: [], failures: [] }
}

/** A connection to the invented shop, which reads from these books. */
export function shop(books: ShopBooks = shopBooks(), id = 'shop'): Connection {
  return definePack<{ id: string }>({
    system: 'shop',
    versions: ['1'],
    resources: [resourceNamed('order@webhook'), resourceNamed('order@rest')],
    webhooks,
    account: () => 'acme',
    connector: () => ({
      capabilities: {
        idempotencyKeys: false,
        compareAndSet: false,
        bulk: 1,
        readAfterWriteMs: 0,
        pullsSince: books.pull !== undefined,
      },
      ...(books.pull && { pull: (cursor, since) => pulled(books, cursor, since) }),
      ...(books.subscribe && { subscribe: (address) => subscribed(books, address) }),
      limits: { concurrency: 4, perSecond: 100 },
      read: async (refs) => {
        books.reads.push(...refs)
        const failure = books.failures.shift()
        if (failure) return err(failure)
        return ok(refs.flatMap(({ id }) => documentOf(books.orders.get(id))))
      },
      push: async (intents) =>
        intents.map(() => ({ kind: 'unknown', message: 'the shop is read only' })),
      verify: async (intents) => intents.map(() => ({ kind: 'not-applied' })),
      classify: () => ({ kind: 'handler.bug', message: 'unexpected' }),
    }),
  }).connect({ id })
}

async function pulled(
  books: ShopBooks,
  ...given: [cursor: string | undefined, since: number | undefined]
): Promise<Result<PullPage, Failure>> {
  if (!books.pull) throw new Error('the shop cannot be pulled')
  return books.pull(...given)
}

async function subscribed(
  books: ShopBooks,
  address: string,
): Promise<Result<readonly string[], Failure>> {
  if (!books.subscribe) throw new Error('the shop tells what it tells')
  return books.subscribe(address)
}

/** One page of a pull: the shop's documents of these orders. */
export function pageOf(
  orders: readonly ShopOrder[],
  more: Omit<PullPage, 'documents'> = {},
): Result<PullPage, Failure> {
  return ok({ documents: orders.flatMap(documentOf), ...more })
}

function documentOf(order: ShopOrder | undefined): WireDocument[] {
  if (!order) return []
  return [{ resource: 'order@rest', apiVersion: '1', key: order.id, text: JSON.stringify(order) }]
}

/** A signed webhook of the shop. */
export function webhook(
  order: ShopOrder | string,
  head: { topic?: string; eventId?: string; secret?: string; account?: string } = {},
): Request {
  const body = typeof order === 'string' ? order : JSON.stringify(order)
  const signature = createHmac('sha256', head.secret ?? SHOP_SECRET)
    .update(body)
    .digest('hex')
  return new Request('https://hooks.example/shop', {
    method: 'POST',
    body,
    headers: {
      'x-signature': signature,
      'x-topic': head.topic ?? 'orders/updated',
      'x-account': head.account ?? 'acme',
      ...(head.eventId && { 'x-event-id': head.eventId }),
    },
  })
}

/** The n-th version of an order. */
export function shopOrder(id: string, version = 1, more: Partial<ShopOrder> = {}): ShopOrder {
  return {
    id,
    number: `#${id}`,
    version: new Date(Date.UTC(2026, 10, 27, 9, 0, version)).toISOString(),
    total: `${10 + version}`,
    ...more,
  }
}

export function orderRef(id: string): Ref {
  return { system: 'shop', account: 'acme', kind: 'Order', id }
}

/** The shop's connection with an older mapping, which did not read notes. */
export function withoutNotes(connection: Connection): Connection {
  return readingOrders(connection, { mapping: orderMappingOf('ignored'), revision: 0 })
}

/** The shop's connection for a canonical model in which notes are tags. */
export function notesAsTags(connection: Connection): Connection {
  return readingOrders(connection, { mapping: orderMappingOf('tagged'), revision: 1 })
}

function readingOrders(
  connection: Connection,
  { mapping, revision }: { mapping: ReturnType<typeof orderMappingOf>; revision: number },
): Connection {
  const resources = Object.entries(connection.resources).map(([name, resource]) => {
    const [, ...others] = resource.parts
    return [name, { ...resource, revision, parts: [{ entity: 'order', mapping }, ...others] }]
  })
  return { ...connection, resources: Object.fromEntries(resources) }
}
