import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openApiSpec } from '@canonry/mapping'
import {
  addDecimals,
  type Order,
  orderTotals,
  type Refund,
  type StockMove,
  subtractDecimals,
} from '@canonry/model'
import { type DecodedPart, readDocument, type WireDocument } from '@canonry/pack'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { OPEN_API } from '../coverage.js'
import { square } from '../src/index.js'
import { createStock, type StockChange } from '../src/simulator/stock.js'
import { webhooksAt } from '../src/webhooks.js'
import { corpusIsThere } from './corpus.js'
import { createWorld, KEY, START, URL_OF_HOOKS, type World } from './world.js'

const HOUR = 3_600_000

async function pulled({ connector }: World, since?: number): Promise<WireDocument[]> {
  const documents: WireDocument[] = []
  let cursor: string | undefined
  do {
    const page = (await connector.pull?.(cursor, since))?._unsafeUnwrap()
    documents.push(...(page?.documents ?? []))
    cursor = page?.next
  } while (cursor !== undefined)
  return documents
}

function partsOf(documents: readonly WireDocument[]): DecodedPart[] {
  return documents.flatMap(({ resource: name, text }) => {
    const resource = square.resources[name]
    if (!resource) throw new Error(`no resource ${name}`)
    return [...readDocument(resource, text, { account: 'M1' })._unsafeUnwrap().parts]
  })
}

describe('a simulated merchant', () => {
  it('has orders, payments, stock, locations and items that the pack reads without a finding', async () => {
    const world = createWorld()
    await world.merchant.run()
    const parts = partsOf(await pulled(world))
    const findings = parts.flatMap((part) =>
      part.findings.map((finding) => ({ entity: part.entity, ...finding })),
    )
    expect(findings).toEqual([])
    const entities = new Set(parts.map(({ entity }) => entity))
    expect([...entities].sort()).toEqual([
      'location',
      'order',
      'paymentTransaction',
      'product',
      'refund',
      'return',
      'stockMove',
      'stockPosition',
      'variant',
    ])
  })

  it('sells and takes back what its own books say, to the cent', async () => {
    const world = createWorld()
    await world.merchant.run()
    const parts = partsOf(await pulled(world))
    const orders = new Map(
      parts
        .filter(({ entity }) => entity === 'order')
        .map(({ body }) => [nameOf(body), body as Order]),
    )
    const refunds = new Map(
      parts
        .filter(({ entity }) => entity === 'refund')
        .map(({ body }) => [nameOf(body), body as Refund]),
    )
    const books = world.merchant.books()
    expect(books.some(({ kind }) => kind === 'return')).toBe(true)
    for (const { id, kind, total } of books) {
      const order = orders.get(id) as Order
      if (kind === 'sale') expect(orderTotals(order, 'shop')?.total).toEqual(total)
      else {
        expect(order.lines).toEqual([])
        const amount = refunds.get(`${id}/return1`)?.amount.shop
        expect(amount && subtractDecimals('0', amount.amount)).toBe(total.amount)
      }
    }
    expect(orders.size).toBe(books.length)
  })

  it('has stock that its opening count and its movements explain', async () => {
    const world = createWorld({ tickets: 40 })
    await world.merchant.run()
    const parts = partsOf(await pulled(world))
    const moves = parts
      .filter(({ entity }) => entity === 'stockMove')
      .map(({ body }) => body as StockMove)
    expect(moves.every(({ cause }) => ['sale', 'return', 'scrap'].includes(cause.kind))).toBe(true)
    const recounted = new Set(
      parts
        .filter(
          ({ ref, body }) =>
            ref.kind === 'InventoryPhysicalCount' &&
            'at' in body &&
            Date.parse(String(body.at)) > START,
        )
        .map(({ body }) => placeOf(body as never)),
    )
    for (const { variation, location, quantity } of world.merchant.stock()) {
      if (recounted.has(`${variation} ${location}`)) continue
      const moved = moves
        .filter((move) => move.variant.id === variation && ends(move).location === location)
        .reduce((sum, move) => addDecimals(sum, ends(move).change), '200')
      expect(moved, `${variation} at ${location}`).toBe(quantity)
    }
  })

  it('is the same for the same seed, and another for another', async () => {
    const [one, again, other] = [createWorld(), createWorld(), createWorld({ seed: 8 })]
    for (const world of [one, again, other]) await world.merchant.run()
    expect(again.merchant.books()).toEqual(one.merchant.books())
    expect(other.merchant.books()).not.toEqual(one.merchant.books())
  })

  it('sends what tills kept without network up to 72 hours later, under the time of the sale', async () => {
    const world = createWorld({ tickets: 60, offline: 0.5 })
    await world.merchant.run()
    const payments = (await pulled(world)).filter(({ resource }) => resource === 'payment@rest')
    const late = payments
      .map(({ text }) => JSON.parse(text).payment)
      .filter(({ is_offline_payment }) => is_offline_payment)
    expect(late.length).toBeGreaterThan(5)
    for (const { created_at, offline_payment_details } of late) {
      const delay = Date.parse(created_at) - Date.parse(offline_payment_details.client_created_at)
      expect(delay).toBeGreaterThan(0)
      expect(delay).toBeLessThanOrEqual(72 * HOUR)
    }
  })
})

describe('the webhooks of a simulated merchant', () => {
  it('are signed over URL and body, and hold with the rules of the pack', async () => {
    const world = createWorld({ tickets: 10 })
    await world.merchant.run()
    const rules = webhooksAt()
    const topics = new Set<string | undefined>()
    for (const { headers, text } of world.heard) {
      const check = rules.begin({ headers, url: URL_OF_HOOKS, secrets: [KEY] })._unsafeUnwrap()
      check.update(Buffer.from(text))
      expect(check.holds()).toBe(true)
      topics.add(rules.head(headers, () => text)?.topic)
    }
    expect([...topics].sort()).toEqual([
      'inventory.count.updated',
      'order.created',
      'order.updated',
      'payment.created',
      'refund.created',
    ])
    expect(world.merchant.counts.acknowledged).toBe(world.merchant.counts.events)
  })

  it('come twice under one event id, late, and forged where that is asked for', async () => {
    const world = createWorld({
      tickets: 30,
      deliveryFaults: { duplicate: 0.3, late: 0.3, forged: 0.2 },
    })
    await world.merchant.run()
    const ids = world.heard.map(({ text }) => JSON.parse(text).event_id as string)
    expect(ids.length).toBeGreaterThan(new Set(ids).size)
    const sign = (text: string) =>
      createHmac('sha256', KEY).update(URL_OF_HOOKS).update(text).digest('base64')
    const forged = world.heard.filter(
      ({ headers, text }) => headers.get('x-square-hmacsha256-signature') !== sign(text),
    )
    expect(forged.length).toBe(world.merchant.counts.acceptedForgeries)
    expect(forged.length).toBeGreaterThan(0)
  })

  it('are sent again for a day, and then given up', async () => {
    const world = createWorld({ tickets: 1, locations: LONE })
    world.status = 500
    await world.merchant.run()
    const { events, givenUp, sent } = world.merchant.counts
    expect(givenUp).toBe(events)
    expect(sent).toBe(events * 12)
    expect(world.now() - START).toBeLessThanOrEqual(25 * HOUR)
  })
})

const LONE = [
  {
    id: 'L1',
    name: 'Store',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    tax: { name: 'VAT', percent: '19', included: true },
  },
]

describe('the API of a simulated merchant', () => {
  const call = (world: World, path: string, more: { body?: unknown; headers?: object } = {}) =>
    world.merchant.fetch(
      new Request(`https://connect.squareup.com/v2/${path}`, {
        headers: { authorization: 'Bearer token', 'square-version': '2025-08-20', ...more.headers },
        ...(more.body === undefined ? {} : { method: 'POST', body: JSON.stringify(more.body) }),
      }),
    )
  const errorOf = async (response: Response | Promise<Response>) => {
    const answered = await response
    const { errors } = (await answered.json()) as { errors: Record<string, string>[] }
    return { status: answered.status, ...errors[0] }
  }
  const change = (more: object = {}) => ({
    type: 'PHYSICAL_COUNT',
    physical_count: {
      catalog_object_id: 'VARIATIONMUG',
      location_id: 'L01',
      state: 'IN_STOCK',
      quantity: '7',
      occurred_at: new Date(START).toISOString(),
      ...more,
    },
  })
  const write = (world: World, body: object) =>
    call(world, 'inventory/changes/batch-create', { body })

  it.each([
    ['no token', { headers: { authorization: '' } }, 401, 'UNAUTHORIZED'],
    [
      'a version that is no day',
      { headers: { 'square-version': '2' } },
      400,
      'INVALID_SQUARE_VERSION_FORMAT',
    ],
    ['no locations', { body: {} }, 400, 'MISSING_REQUIRED_PARAMETER'],
    [
      'eleven locations',
      { body: { location_ids: Array(11).fill('L01') } },
      400,
      'ARRAY_LENGTH_TOO_LONG',
    ],
    ['a page of 1001', { body: { location_ids: ['L01'], limit: 1001 } }, 400, 'VALUE_TOO_HIGH'],
    [
      'a foreign cursor',
      { body: { location_ids: ['L01'], cursor: '500.abc' } },
      400,
      'INVALID_CURSOR',
    ],
    [
      'a filter by another field than the order',
      {
        body: {
          location_ids: ['L01'],
          query: {
            filter: { date_time_filter: { updated_at: { start_at: '2026-01-01T00:00:00Z' } } },
          },
        },
      },
      400,
      'BAD_REQUEST',
    ],
  ])('refuses a search of orders with %s', async (_, more, status, code) => {
    expect(
      await errorOf(call(createWorld(), 'orders/search', { body: {}, ...more })),
    ).toMatchObject({
      status,
      code,
    })
  })

  it.each([
    ['no key', { changes: [change()] }, 'MISSING_REQUIRED_PARAMETER', 'idempotency_key'],
    [
      'a long key',
      { idempotency_key: 'k'.repeat(129), changes: [change()] },
      'VALUE_TOO_LONG',
      'idempotency_key',
    ],
    [
      '101 changes',
      { idempotency_key: 'k', changes: Array(101).fill(change()) },
      'ARRAY_LENGTH_TOO_LONG',
      'changes',
    ],
    [
      'an unknown article',
      { idempotency_key: 'k', changes: [change(), change({ catalog_object_id: 'X' })] },
      'NOT_FOUND',
      'changes[1].catalog_object_id',
    ],
    [
      'an unknown location',
      { idempotency_key: 'k', changes: [change({ location_id: 'X' })] },
      'INVALID_LOCATION',
      'changes[0].location_id',
    ],
    [
      'six digits',
      { idempotency_key: 'k', changes: [change({ quantity: '0.123456' })] },
      'INVALID_VALUE',
      'changes[0].quantity',
    ],
    [
      'less than nothing',
      { idempotency_key: 'k', changes: [change({ quantity: '-1' })] },
      'INVALID_VALUE',
      'changes[0].quantity',
    ],
    [
      'yesterday',
      {
        idempotency_key: 'k',
        changes: [change({ occurred_at: new Date(START - 25 * HOUR).toISOString() })],
      },
      'INVALID_TIME',
      'changes[0].occurred_at',
    ],
    [
      'tomorrow',
      {
        idempotency_key: 'k',
        changes: [change({ occurred_at: new Date(START + HOUR).toISOString() })],
      },
      'INVALID_TIME',
      'changes[0].occurred_at',
    ],
    [
      'a transfer',
      { idempotency_key: 'k', changes: [{ type: 'TRANSFER' }] },
      'INVALID_VALUE',
      'changes[0].type',
    ],
  ])('refuses a whole batch with %s, and changes nothing', async (_, body, code, field) => {
    const world = createWorld()
    const before = world.merchant.stock()
    expect(await errorOf(write(world, body))).toMatchObject({ code, field })
    expect(world.merchant.stock()).toEqual(before)
  })

  it('answers a key that it knows as before, and refuses it with another body', async () => {
    const world = createWorld()
    const body = { idempotency_key: 'k', changes: [change()] }
    const first = await (await write(world, body)).json()
    expect(await (await write(world, body)).json()).toEqual(first)
    const other = { ...body, changes: [change({ quantity: '8' })] }
    expect(await errorOf(write(world, other))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
    const mugs = world.merchant
      .stock()
      .find(({ variation, location }) => variation === 'VARIATIONMUG' && location === 'L01')
    expect(mugs?.quantity).toBe('7')
  })

  it('drops a recount that finds what is there, unless it is told not to', async () => {
    const world = createWorld()
    const changes = [change({ quantity: '200' })]
    const dropped = await (await write(world, { idempotency_key: 'a', changes })).json()
    expect(dropped).toMatchObject({ changes: [], counts: [{ quantity: '200' }] })
    const kept = { idempotency_key: 'b', changes, ignore_unchanged_counts: false }
    expect(await (await write(world, kept)).json()).toMatchObject({
      changes: [{ type: 'PHYSICAL_COUNT' }],
    })
  })

  it.each([0, 1001])('refuses a page of %s counts or changes', async (limit) => {
    for (const what of ['counts', 'changes']) {
      const path = `inventory/${what}/batch-retrieve`
      const error = await errorOf(call(createWorld(), path, { body: { limit } }))
      expect(error).toMatchObject({ status: 400, field: 'limit' })
    }
  })

  it.each([0, 101])('refuses to retrieve %s orders at once', async (count) => {
    const order_ids = Array.from({ length: count }, (_, index) => `${index}`)
    const error = await errorOf(
      call(createWorld(), 'orders/batch-retrieve', { body: { order_ids } }),
    )
    expect(error).toMatchObject({ status: 400, field: 'order_ids' })
  })

  it('slows callers down', async () => {
    const world = createWorld({ callsPerSecond: 2 })
    const statuses = []
    for (let at = 0; at < 3; at += 1) statuses.push((await call(world, 'locations')).status)
    expect(statuses).toEqual([200, 200, 429])
    world.pass(1000)
    expect((await call(world, 'locations')).status).toBe(200)
  })

  it('finds orders and payments by search only after a while, and by id at once', async () => {
    const world = createWorld({ tickets: 1, locations: LONE, searchLagMs: 5_000 })
    await world.merchant.run()
    const [sale] = world.merchant.books()
    const search = async () =>
      (
        (await (await call(world, 'orders/search', { body: { location_ids: ['L1'] } })).json()) as {
          orders: unknown[]
        }
      ).orders
    const list = async () =>
      ((await (await call(world, 'payments?location_id=L1')).json()) as { payments?: unknown[] })
        .payments
    expect((await call(world, `orders/${sale?.id}`)).status).toBe(200)
    expect([await search(), await list()]).toEqual([[], []])
    world.pass(5_000)
    expect(await search()).toHaveLength(1)
    expect(await list()).toHaveLength(1)
  })

  it.skipIf(!corpusIsThere)(
    'answers what the specification describes, and no field beside it (needs the corpus)',
    async () => {
      const world = createWorld({ tickets: 60, offline: 0.2 })
      await world.merchant.run()
      const api = JSON.parse(readFileSync(OPEN_API, 'utf8'))
      const { id } = world.merchant.books().find(({ kind }) => kind === 'return') as { id: string }
      const sale = world.merchant.books().find(({ kind }) => kind === 'sale') as { id: string }
      const goods = { sku: 'MUG', quantity: '1' }
      const order = world.merchant.ring({ location: 'L01', lines: [goods] })
      const onto = world.merchant.takeBack({ order, goods, onto: 'gift-card' })
      const given = (await (await call(world, `orders/${onto}`)).json()) as {
        order: { refunds: [{ tender_id: string }] }
      }
      const refund = `${given.order.refunds[0].tender_id}_${onto}`
      const now = new Date(world.now()).toISOString()
      const body = { idempotency_key: 'z', changes: [change({ occurred_at: now })] }
      const answers: readonly (readonly [type: string, response: Response])[] = [
        ['RetrieveOrderResponse', await call(world, `orders/${sale.id}`)],
        ['RetrieveOrderResponse', await call(world, `orders/${id}`)],
        [
          'SearchOrdersResponse',
          await call(world, 'orders/search', { body: { location_ids: ['L01'] } }),
        ],
        ['ListPaymentsResponse', await call(world, 'payments?location_id=L01')],
        ['GetPaymentRefundResponse', await call(world, `refunds/${refund}`)],
        ['ListGiftCardActivitiesResponse', await call(world, 'gift-cards/activities')],
        ['ListLocationsResponse', await call(world, 'locations')],
        [
          'SearchCatalogObjectsResponse',
          await call(world, 'catalog/search', { body: { include_related_objects: true } }),
        ],
        [
          'BatchRetrieveInventoryCountsResponse',
          await call(world, 'inventory/counts/batch-retrieve', { body: {} }),
        ],
        [
          'BatchRetrieveInventoryChangesResponse',
          await call(world, 'inventory/changes/batch-retrieve', { body: {} }),
        ],
        ['BatchChangeInventoryResponse', await write(world, body)],
        ['SearchOrdersResponse', await call(world, 'orders/search', { body: {} })],
      ]
      const ajv = validatorOf(api)
      for (const [type, response] of answers) {
        const body: unknown = await response.json()
        const isSound = ajv.compile({ $ref: `square#/components/schemas/${type}` })
        expect(isSound(body), `${type}: ${ajv.errorsText(isSound.errors)}`).toBe(true)
        const spec = openApiSpec(api, { type })._unsafeUnwrap()
        expect(unknownIn(body, spec.content()), type).toEqual([])
      }
    },
  )
})

/** Judges answers by the schemas of the specification, of which those that it only refers to take anything. */
function validatorOf(api: { components: { schemas: Record<string, unknown> } }): Ajv {
  const text = JSON.stringify(api)
  const named = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => [name, {}])
  const schemas = { ...Object.fromEntries(named), ...api.components.schemas }
  // no null is answered, and `nullable` beside a reference is nothing that JSON Schema knows
  const known = JSON.parse(JSON.stringify({ components: { schemas } }), (key, value) =>
    key === 'nullable' ? undefined : value,
  )
  // formats are words of the specification, and its own words around schemas are none of JSON Schema
  const ajv = new Ajv({ strict: false, validateFormats: false })
  return ajv.addSchema(known, 'square')
}

interface Content {
  readonly fields: readonly { readonly name: string; content(): Content }[]
}

/** The places of an answer that a specification does not have. */
function unknownIn(value: unknown, content: Content, at = ''): string[] {
  if (Array.isArray(value)) {
    const element = content.fields.find(({ name }) => name === '*')?.content() ?? content
    return value.flatMap((one) => unknownIn(one, element, `${at}/*`))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inside]) => {
    const field = content.fields.find((each) => each.name === name)
    return field ? unknownIn(inside, field.content(), `${at}/${name}`) : [`${at}/${name}`]
  })
}

describe('stock as Square reckons it', () => {
  const at = (minutes: number) => START + minutes * 60_000
  const change = (more: Partial<StockChange>): StockChange => ({
    id: 'C',
    type: 'ADJUSTMENT',
    variation: 'V',
    location: 'L',
    quantity: '1',
    from: 'IN_STOCK',
    to: 'SOLD',
    occurredAt: at(0),
    createdAt: at(0),
    ...more,
  })

  // the example of Square's documentation: 100, a sale of 3, a late sale of 2 before a count of 95
  it('is the last count and what occurred after it, in whatever order it is heard', () => {
    const changes = [
      change({ type: 'PHYSICAL_COUNT', quantity: '100', occurredAt: at(0) }),
      change({ quantity: '3', occurredAt: at(10) }),
      change({ type: 'PHYSICAL_COUNT', quantity: '95', occurredAt: at(30) }),
      change({ quantity: '2', occurredAt: at(20), createdAt: at(90) }),
    ]
    for (const order of [changes, changes.toReversed()]) {
      const stock = createStock()
      for (const one of order) stock.add(one)
      expect(stock.quantity('V', 'L')).toBe('95')
      expect(stock.calculatedAt('V', 'L')).toBe(at(90))
    }
    expect(createStock().quantity('V', 'L')).toBeUndefined()
  })
})

function nameOf(body: unknown): string {
  return (body as { refs: { id: string }[] }).refs[0]?.id ?? ''
}

function placeOf({ variant, location }: { variant: { id: string }; location: { id: string } }) {
  return `${variant.id} ${location.id}`
}

function ends({ from, to, quantity }: StockMove): { location: string; change: string } {
  if (to.kind === 'location') return { location: to.location.id, change: quantity.value }
  const location = from.kind === 'location' ? from.location.id : ''
  return { location, change: subtractDecimals('0', quantity.value) }
}
