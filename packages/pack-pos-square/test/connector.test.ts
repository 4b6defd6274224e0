import type { StockMove, StockNode, StockPosition } from '@canonry/model'
import type { Intent } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import type { Pulls } from '../src/index.js'
import type { Fault, SquareSimulatorOptions } from '../src/simulator/index.js'
import { pulled } from './pulled.js'
import { createWorld, LOCATIONS, MERCHANT, START, type World } from './world.js'

const HOUR = 3_600_000
const own = (kind: string, id: string) => ({ system: 'square', account: MERCHANT, kind, id })
const erp = (kind: string, id: string) => ({ system: 'netsuite', account: 'acme', kind, id })
const MUG = own('ItemVariation', 'VARIATIONMUG')
const L01 = own('Location', 'L01')

async function pull({ connector }: World, since?: number) {
  const pages = []
  let cursor: string | undefined
  do {
    const page = (await connector.pull?.(cursor, since))?._unsafeUnwrap()
    if (page) pages.push(page)
    cursor = page?.next
  } while (cursor !== undefined)
  return { pages, documents: pages.flatMap(({ documents }) => documents) }
}

function position(more: Partial<StockPosition> = {}): StockPosition {
  const numbers = { quarantine: '0', damaged: '0', reserved: '0', safety: '0' }
  return {
    refs: [],
    variant: MUG,
    location: L01,
    at: new Date(START).toISOString(),
    unit: 'C62',
    sellable: '7',
    onHand: '7',
    available: '7',
    incoming: [],
    asserted: [],
    ...numbers,
    ...more,
  }
}

/** A merchant whose shelves were counted a minute ago. */
function stocked(options: Partial<SquareSimulatorOptions> = {}): World {
  const world = createWorld({ tickets: 0, ...options })
  world.pass(60_000)
  return world
}

const SHELF: StockNode = { kind: 'location', location: L01, condition: 'sellable' }
const outside = (place: 'customer' | 'scrap' | 'supplier' | 'unknown'): StockNode => ({
  kind: 'outside',
  place,
})

function move(from: StockNode, to: StockNode): StockMove {
  const at = new Date(START + 1_000).toISOString()
  return {
    refs: [],
    key: 'move',
    variant: MUG,
    quantity: { value: '3', unit: 'C62' },
    from,
    to,
    occurredAt: at,
    recordedAt: at,
    cause: { kind: 'adjustment' },
  }
}

function intent(key: string, body: StockPosition | StockMove, more: Partial<Intent> = {}): Intent {
  const entity = 'sellable' in body ? 'stockPosition' : 'stockMove'
  return { key, kind: 'upsert', entity, source: erp('stock', key), body, links: {}, ...more }
}

const stockOf = ({ merchant }: World, variation = 'VARIATIONMUG') =>
  merchant.stock().find((each) => each.variation === variation && each.location === 'L01')?.quantity

const batches = ({ requests }: World) =>
  requests.filter(({ url }) => url.endsWith('/inventory/changes/batch-create'))

describe('the Square connector, pulling', () => {
  it('brings everything once, page by page, over all locations', async () => {
    const world = createWorld({ tickets: 700, everySeconds: 1, callsPerSecond: 1_000 })
    await world.merchant.run()
    const { documents } = await pull(world)
    const keys = documents.map(({ resource, key }) => `${resource} ${key}`)
    expect(new Set(keys).size).toBe(keys.length)
    const of = (name: string) => documents.filter(({ resource }) => resource === name)
    expect(new Set(of('order@rest').map(({ key }) => key))).toEqual(
      new Set(world.merchant.books().map(({ id }) => id)),
    )
    const sales = world.merchant.books().filter(({ kind }) => kind === 'sale')
    expect(of('payment@rest')).toHaveLength(sales.length)
    expect(of('location@rest')).toHaveLength(LOCATIONS.length)
    expect(of('catalogItem@rest')).toHaveLength(world.merchant.articles.length)
    expect(of('inventoryCount@rest')).toHaveLength(world.merchant.stock().length)
    expect(of('inventoryAdjustment@rest').length).toBeGreaterThan(1_000)
    expect(new Set(of('order@rest').map(({ apiVersion }) => apiVersion))).toEqual(
      new Set(['2025-08-20']),
    )
  })

  it('asks for no more than ten locations at once, and for payments one by one', async () => {
    const world = createWorld({ tickets: 30 })
    await world.merchant.run()
    await pull(world)
    const searches = world.requests.filter(({ url }) => url.endsWith('/orders/search'))
    const asked = await Promise.all(
      searches.map(
        async (request) => ((await request.json()) as { location_ids: string[] }).location_ids,
      ),
    )
    expect(asked.map(({ length }) => length)).toEqual([10, 2])
    expect(asked.flat()).toEqual(LOCATIONS.map(({ id }) => id))
    const payments = world.requests.filter(({ url }) => url.includes('/payments?'))
    expect(payments).toHaveLength(LOCATIONS.length)
  })

  it('asks for late sales once a day, and else only for what changed since', async () => {
    const world = createWorld({ tickets: 200, everySeconds: 3600 })
    await world.merchant.run()
    const now = world.now()
    const since = now - (now % (24 * HOUR)) + 60_000
    const { documents } = await pull(world, since)
    const times = documents
      .filter(({ resource }) => resource === 'order@rest')
      .map(({ text }) => Date.parse(JSON.parse(text).order.updated_at))
    expect(times.length).toBeGreaterThan(0)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(since)
  })

  it('brings only what changed since another day, and sales from 72 hours before', async () => {
    const world = createWorld({ tickets: 200, everySeconds: 3600 })
    await world.merchant.run()
    const since = START + 150 * HOUR
    const { pages, documents } = await pull(world, since)
    const books = world.merchant.books().filter(({ soldAt }) => soldAt >= since - 72 * HOUR)
    const orders = documents.filter(({ resource }) => resource === 'order@rest')
    expect(new Set(orders.map(({ key }) => key))).toEqual(new Set(books.map(({ id }) => id)))
    const changes = documents.filter(({ resource }) => resource === 'inventoryAdjustment@rest')
    const made = changes.map(({ text }) => Date.parse(JSON.parse(text).adjustment.created_at))
    expect(made.length).toBeGreaterThan(0)
    expect(Math.min(...made)).toBeGreaterThanOrEqual(since)
    expect(documents.some(({ resource }) => resource === 'catalogItem@rest')).toBe(false)
    expect(pages.every(({ asOf }) => asOf !== undefined)).toBe(true)
  })

  describe('for less than everything', () => {
    const asked = { counts: 'daily', payments: 'never', items: 'never' } as const
    const MIDNIGHT = START - (START % (24 * HOUR)) + 24 * HOUR
    const resourcesOf = async (world: World, since?: number) => {
      const { documents } = await pull(world, since)
      return new Set(documents.map(({ resource }) => resource))
    }
    const sold = async (pulls: Pulls) => {
      const world = createWorld({ tickets: 60, everySeconds: 1_800 }, START, { pulls })
      await world.merchant.run()
      return world
    }

    it('brings all but what is never asked for where everything is wanted', async () => {
      const found = await resourcesOf(await sold(asked))
      expect(found).toContain('inventoryCount@rest')
      expect(found).toContain('order@rest')
      expect(found).not.toContain('payment@rest')
      expect(found).not.toContain('catalogItem@rest')
    })

    it('asks once a day for what is daily, for all that changed since the day before', async () => {
      const world = await sold(asked)
      expect(world.now()).toBeGreaterThan(MIDNIGHT + HOUR)
      const since = world.now() - (world.now() % (24 * HOUR))
      expect(await resourcesOf(world, since)).not.toContain('inventoryCount@rest')
      const { documents } = await pull(world, since - 60_000)
      const counts = documents.filter(({ resource }) => resource === 'inventoryCount@rest')
      const times = counts.map(({ text }) => Date.parse(JSON.parse(text).count.calculated_at))
      expect(Math.min(...times)).toBeLessThan(since - 12 * HOUR)
      expect(Math.min(...times)).toBeGreaterThanOrEqual(since - 60_000 - 24 * HOUR)
    })

    it('goes on behind a page as it began, and has nothing where nothing is asked for', async () => {
      const never = Object.fromEntries(
        ['locations', 'items', 'counts', 'changes', 'orders', 'payments'].map((what) => [
          what,
          'never',
        ]),
      ) as Pulls
      const { pages, documents } = await pull(await sold(never))
      expect([pages.length, documents]).toEqual([1, []])
      expect(pages[0]?.asOf).toBeDefined()
      const some = await pull(await sold({ ...never, changes: 'daily', orders: 'always' }), START)
      expect(new Set(some.documents.map(({ resource }) => resource))).toEqual(
        new Set(['inventoryAdjustment@rest', 'inventoryPhysicalCount@rest', 'order@rest']),
      )
    })

    it('leaves out what sales moved, where orders tell of it', async () => {
      const pullWith = async (changesBySale: boolean) => {
        const world = createWorld({ tickets: 300, everySeconds: 1, callsPerSecond: 1_000 }, START, {
          changesBySale,
        })
        await world.merchant.run()
        const { documents } = await pull(world)
        return documents
          .filter(({ resource }) => resource === 'inventoryAdjustment@rest')
          .map(({ text }) => JSON.parse(text).adjustment.to_state)
      }
      const [all, others] = [await pullWith(true), await pullWith(false)]
      expect(all).toContain('SOLD')
      expect(others).toEqual(all.filter((state) => state !== 'SOLD'))
      expect(others.length).toBeGreaterThan(0)
    })
  })

  it('goes on from its cursor in another process, and knows a cursor that is none', async () => {
    const [one, other] = [createWorld(), createWorld()]
    const first = (await one.connector.pull?.(undefined, START))?._unsafeUnwrap()
    const second = (await other.connector.pull?.(first?.next))?._unsafeUnwrap()
    expect(first?.documents[0]?.resource).toBe('location@rest')
    expect(JSON.parse(second?.next ?? '')).toMatchObject({ stage: 'counts', since: START })
    for (const cursor of ['x', '{"stage":"constructor"}', 'null']) {
      expect((await one.connector.pull?.(cursor))?._unsafeUnwrapErr().kind).toBe('handler.bug')
    }
  })
})

describe('the Square connector, reading', () => {
  it('reads each kind of thing by its id, and nothing for what is not there', async () => {
    const world = createWorld({ tickets: 60 })
    await world.merchant.run()
    const { documents } = await pull(world)
    const kinds = {
      'order@rest': 'Order',
      'payment@rest': 'Payment',
      'location@rest': 'Location',
      'catalogItem@rest': 'Item',
      'inventoryAdjustment@rest': 'InventoryAdjustment',
      'inventoryPhysicalCount@rest': 'InventoryPhysicalCount',
      'inventoryCount@rest': 'InventoryCount',
    }
    for (const [resource, kind] of Object.entries(kinds)) {
      const known = documents.find((document) => document.resource === resource)
      const read = (await world.connector.read([own(kind, known?.key ?? '')]))._unsafeUnwrap()
      expect(read, kind).toHaveLength(1)
      expect(read[0]).toMatchObject({ resource, key: known?.key })
      expect((await world.connector.read([own(kind, '404')]))._unsafeUnwrap(), kind).toEqual([])
    }
    expect((await world.connector.read([own('Invoice', '1')]))._unsafeUnwrap()).toEqual([])
  })

  it('takes nothing for deleted because something else than Square answers 404', async () => {
    const world = createWorld({ tickets: 0 })
    for (const body of ['<html>no such host</html>', '', '{"message":"no route"}']) {
      world.fault = () => ({ kind: 'answer', status: 404, body })
      for (const kind of ['Payment', 'Location', 'Item', 'InventoryAdjustment']) {
        const failure = (await world.connector.read([own(kind, '1')]))._unsafeUnwrapErr()
        expect(failure, kind).toMatchObject({
          kind: 'transient.unknown',
          message: expect.stringContaining('something stands between'),
        })
      }
    }
  })

  it('reads many orders, and many counts of one location, with a call for each kind, and three for each refund', async () => {
    const world = createWorld({ tickets: 130, everySeconds: 1 })
    await world.merchant.run()
    const orders = world.merchant.books().slice(0, 120)
    const counts = ['VARIATIONMUG:L02', 'VARIATIONTEA:L02', 'VARIATIONMUG:L03']
    const refs = [
      ...orders.map(({ id }) => own('Order', id)),
      own('Order', '404'),
      ...counts.map((id) => own('InventoryCount', id)),
    ]
    const before = world.requests.length
    const read = (await world.connector.read(refs))._unsafeUnwrap()
    expect(new Set(read.map(({ key }) => key))).toEqual(
      new Set([...orders.map(({ id }) => id), ...counts]),
    )
    const calls = world.requests.slice(before).map(({ url }) => new URL(url).pathname)
    const of = (path: string) => calls.filter((called) => called === `/v2/${path}`).length
    expect(of('orders/batch-retrieve')).toBe(2)
    expect(of('inventory/counts/batch-retrieve')).toBe(2)
    const returns = orders.filter(({ kind }) => kind === 'return').length
    expect(of('gift-cards/activities')).toBeLessThanOrEqual(returns)
    expect(calls.length).toBeLessThanOrEqual(7 + 3 * returns)
  })

  it('reads all counts of the variations that an event names', async () => {
    const world = createWorld({ tickets: 0 })
    const named = own('InventoryCount', 'VARIATIONMUG,VARIATIONTEA')
    const read = (await world.connector.read([named]))._unsafeUnwrap()
    expect(read).toHaveLength(2 * LOCATIONS.length)
    expect(read.map(({ key }) => key)).toContain('VARIATIONTEA:L12')
    const placed = own('InventoryCount', 'VARIATIONMUG,VARIATIONTEA:L02,L03')
    const few = (await world.connector.read([placed]))._unsafeUnwrap()
    expect(few.map(({ key }) => key).sort()).toEqual([
      'VARIATIONMUG:L02',
      'VARIATIONMUG:L03',
      'VARIATIONTEA:L02',
      'VARIATIONTEA:L03',
    ])
  })
})

describe('the Square connector, where pages go round in circles', () => {
  it('gives up instead of asking for ever, whatever it looks for', async () => {
    const world = createWorld({ tickets: 0 })
    world.fault = (request) =>
      /counts|changes|catalog\/search/.test(request.url)
        ? { kind: 'answer', status: 200, body: '{"cursor":"again"}' }
        : undefined
    const circle = {
      kind: 'transient.definite',
      message: expect.stringContaining('round in circles'),
    }
    const counts = await world.connector.read([own('InventoryCount', 'VARIATIONMUG')])
    expect(counts._unsafeUnwrapErr()).toMatchObject(circle)
    const [verified] = await world.connector.verify([intent('a', position())])
    expect(verified).toEqual({ kind: 'failed', failure: expect.objectContaining(circle) })
    const foreign = position({ variant: erp('item', '7'), sku: 'MUG' })
    const [pushed] = await world.connector.push([intent('b', foreign)])
    expect(pushed).toEqual({ kind: 'failed', failure: expect.objectContaining(circle) })
    expect(world.requests).toHaveLength(6)
  })
})

describe('the Square connector, writing stock', () => {
  it('makes a position a physical count, also where nothing changes', async () => {
    const world = stocked()
    const outcomes = await world.connector.push([
      intent('a', position()),
      intent('b', position({ variant: own('ItemVariation', 'VARIATIONTEA'), sellable: '200' })),
    ])
    expect(outcomes).toMatchObject([
      { kind: 'confirmed', ref: own('InventoryCount', 'VARIATIONMUG:L01') },
      { kind: 'confirmed', ref: own('InventoryCount', 'VARIATIONTEA:L01') },
    ])
    expect(stockOf(world)).toBe('7')
    expect(batches(world)).toHaveLength(1)
  })

  it.each([
    ['a sale', SHELF, outside('customer'), '197'],
    ['scrap', SHELF, outside('scrap'), '197'],
    ['what is gone', SHELF, outside('unknown'), '197'],
    ['a receipt', outside('supplier'), SHELF, '203'],
    ['a return', outside('customer'), SHELF, '203'],
  ])('makes %s an adjustment', async (_, from, to, quantity) => {
    const world = stocked()
    const [outcome] = await world.connector.push([intent('m', move(from, to))])
    expect(outcome).toMatchObject({ kind: 'confirmed', ref: { kind: 'InventoryAdjustment' } })
    expect(stockOf(world)).toBe(quantity)
  })

  it('makes of a move a change that says what it follows from, whoever reads it', async () => {
    const world = stocked()
    await world.connector.push([intent('m', move(SHELF, outside('unknown')))])
    const moves = (await pulled(world)).filter(({ entity }) => entity === 'stockMove')
    const source = erp('stock', 'm')
    expect(moves.map(({ body }) => body.refs)).toEqual([
      [expect.objectContaining({ kind: 'InventoryAdjustment' }), source],
    ])
    const longest = intent('n', move(SHELF, outside('unknown')), {
      source: erp('stock', 'x'.repeat(240)),
    })
    const [tooLong] = await world.connector.push([longest])
    expect(tooLong).toMatchObject({ kind: 'failed', failure: { kind: 'contract.invalid' } })
  })

  it('finds the variation that nobody has linked by its SKU, all of a call at once', async () => {
    const world = stocked()
    const goods = (sku: string) => ({
      ...move(SHELF, outside('customer')),
      variant: erp('x', sku),
      sku,
    })
    const known = intent('m', goods('MUG'))
    const outcomes = await world.connector.push([known, intent('n', goods('HAT'))])
    expect(outcomes).toMatchObject([
      { kind: 'confirmed', ref: { kind: 'InventoryAdjustment' } },
      { kind: 'failed', failure: { kind: 'dependency.missing', dependency: erp('x', 'HAT') } },
    ])
    expect(stockOf(world)).toBe('197')
    const searches = world.requests.filter(({ url }) => url.endsWith('/catalog/search'))
    expect(searches).toHaveLength(1)
    expect(await world.connector.verify([known])).toMatchObject([{ kind: 'applied' }])
  })

  it('asks which is meant where two variations have one SKU', async () => {
    const twins = ['A', 'B'].map((id) => ({
      ...{ item: `ITEM${id}`, variation: `V${id}`, name: id, sku: 'TWIN', gtin: '' },
      ...{ price: 100, weighed: false },
    }))
    const world = createWorld({ tickets: 0, articles: twins })
    const body = { ...move(SHELF, outside('customer')), variant: erp('x', 'TWIN'), sku: 'TWIN' }
    expect(await world.connector.push([intent('m', body)])).toMatchObject([
      {
        kind: 'failed',
        failure: {
          kind: 'dependency.missing',
          message: expect.stringContaining('2 variations with the SKU TWIN (VA, VB)'),
        },
      },
    ])
  })

  it('finds variation and location of another system by what they are linked to', async () => {
    const world = stocked()
    const [item, store] = [erp('item', '501'), erp('location', '3')]
    const body = position({ variant: item, location: store })
    const links = { 'netsuite/acme/item/501': MUG, 'netsuite/acme/location/3': L01 }
    const [linked, unlinked] = await world.connector.push([
      intent('a', body, { links }),
      intent('b', body),
    ])
    expect(linked).toMatchObject({ kind: 'confirmed' })
    expect(unlinked).toMatchObject({
      kind: 'failed',
      failure: { kind: 'dependency.missing', dependency: item },
    })
  })

  it('lets a change wait whose clock is a little ahead, and refuses one from the future', async () => {
    const world = stocked()
    const ahead = (ms: number) => position({ at: new Date(world.now() + ms).toISOString() })
    const [soon, never] = [intent('a', ahead(1_500)), intent('b', ahead(3_600_000))]
    const retryAt = world.now() + 1_500
    expect(await world.connector.push([soon, never])).toMatchObject([
      { kind: 'failed', failure: { kind: 'conflict.version', retryAt } },
      { kind: 'failed', failure: { kind: 'contract.invalid' } },
    ])
    world.pass(1_500)
    expect(await world.connector.push([soon])).toMatchObject([{ kind: 'confirmed' }])
    expect(stockOf(world)).toBe('7')
  })

  it('lets a bad change among a hundred stop no good one', async () => {
    const world = stocked({ callsPerSecond: 1_000 })
    const intents = Array.from({ length: 100 }, (_, index) =>
      intent(
        `k${index}`,
        index === 41
          ? position({ variant: own('ItemVariation', 'GONE') })
          : move(SHELF, outside('customer')),
      ),
    )
    const outcomes = await world.connector.push(intents)
    const failed = outcomes.flatMap((outcome, index) => (outcome.kind === 'failed' ? [index] : []))
    expect(failed).toEqual([41])
    expect(outcomes[41]).toMatchObject({ failure: { kind: 'dependency.missing' } })
    expect(stockOf(world)).toBe(String(200 - 99 * 3))
  })

  it('is applied once, however often it is sent', async () => {
    const world = stocked()
    const intents = [
      intent('a', move(SHELF, outside('customer'))),
      intent('b', move(SHELF, outside('scrap'))),
    ]
    const first = await world.connector.push(intents)
    const again = await world.connector.push([...intents].reverse())
    expect(first.every(({ kind }) => kind === 'confirmed')).toBe(true)
    expect(again.every(({ kind }) => kind !== 'failed')).toBe(true)
    expect(stockOf(world)).toBe('194')
    const keys = await Promise.all(
      batches(world).map(
        async (request) => ((await request.json()) as { idempotency_key: string }).idempotency_key,
      ),
    )
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]?.length).toBeLessThanOrEqual(128)
  })

  it('does not know what became of a call without an answer, and finds out by reading', async () => {
    const world = stocked()
    const intents = [intent('a', position()), intent('m', move(SHELF, outside('scrap')))]
    world.fault = () => ({ kind: 'lose-answer' })
    const lost = await world.connector.push(intents)
    expect(lost.map(({ kind }) => kind)).toEqual(['unknown', 'unknown'])
    world.fault = () => undefined
    const found = await world.connector.verify(intents)
    expect(found).toMatchObject([
      { kind: 'applied', ref: { kind: 'InventoryCount' } },
      { kind: 'applied', ref: { kind: 'InventoryAdjustment' } },
    ])
    const other = await world.connector.verify([intent('other', position())])
    expect(other).toEqual([{ kind: 'not-applied' }])
    const changed = await world.connector.verify([intent('a', position({ sellable: '8' }))])
    expect(changed).toMatchObject([{ kind: 'conflict' }])
  })

  it('can still find out after the day in which it could be written', async () => {
    const world = stocked()
    await world.connector.push([intent('a', position())])
    world.pass(48 * HOUR)
    expect(await world.connector.verify([intent('a', position())])).toMatchObject([
      { kind: 'applied' },
    ])
  })

  it.each([
    ['one of tomorrow', position({ at: new Date(START + HOUR).toISOString() }), 'contract.invalid'],
    ['less than nothing', position({ sellable: '-1' }), 'contract.invalid'],
    ['six digits', position({ sellable: '0.123456' }), 'contract.invalid'],
    ['a way back to the supplier', move(SHELF, outside('supplier')), 'contract.invalid'],
    ['a way past the location', move(outside('supplier'), outside('customer')), 'contract.invalid'],
  ])('refuses %s before any call', async (_, body, kind) => {
    const world = stocked()
    const [outcome] = await world.connector.push([intent('a', body as StockPosition)])
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind } })
    expect(world.requests).toEqual([])
  })

  it('writes nothing else, and takes nothing back', async () => {
    const { connector } = stocked()
    const outcomes = await connector.push([
      intent('a', position(), { entity: 'order' }),
      intent('b', position(), { kind: 'cancel' }),
      intent('c', {} as StockPosition, { entity: 'stockPosition' }),
    ])
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'contract.invalid' } })
    }
  })
})

describe('the Square connector', () => {
  const answer = (status: number, category = '', code = ''): Fault => ({
    kind: 'answer',
    status,
    body: JSON.stringify({ errors: [{ category, code, detail: 'secret@example.com' }] }),
  })

  it.each([
    [answer(429, 'RATE_LIMIT_ERROR', 'RATE_LIMITED'), 'throttled'],
    [answer(401, 'AUTHENTICATION_ERROR', 'ACCESS_TOKEN_EXPIRED'), 'auth.expired'],
    [answer(401, 'AUTHENTICATION_ERROR', 'UNAUTHORIZED'), 'auth.expired'],
    [answer(401, 'AUTHENTICATION_ERROR', 'ACCESS_TOKEN_REVOKED'), 'auth.revoked'],
    [answer(403, 'AUTHENTICATION_ERROR', 'INSUFFICIENT_SCOPES'), 'auth.revoked'],
    [answer(400, 'INVALID_REQUEST_ERROR', 'IDEMPOTENCY_KEY_REUSED'), 'integrity'],
    [answer(409, 'INVALID_REQUEST_ERROR', 'CONFLICT'), 'conflict.version'],
    [answer(400, 'INVALID_REQUEST_ERROR', 'INVALID_VALUE'), 'contract.invalid'],
    [
      answer(400, 'MERCHANT_SUBSCRIPTION_ERROR', 'MERCHANT_SUBSCRIPTION_NOT_FOUND'),
      'business.rejected',
    ],
    [answer(500, 'API_ERROR', 'INTERNAL_SERVER_ERROR'), 'transient.unknown'],
    [answer(408, 'INVALID_REQUEST_ERROR', 'REQUEST_TIMEOUT'), 'transient.unknown'],
    [{ kind: 'answer', status: 408, body: '' } as const, 'transient.unknown'],
    [answer(400, 'A_NEW_CATEGORY', 'A_NEW_CODE'), 'contract.invalid'],
    [{ kind: 'answer', status: 503, body: '<html>' } as const, 'transient.unknown'],
    [{ kind: 'answer', status: 429 } as const, 'throttled'],
    [{ kind: 'answer', status: 401 } as const, 'auth.expired'],
    [{ kind: 'answer', status: 403 } as const, 'auth.revoked'],
    [{ kind: 'answer', status: 200, body: 'no JSON' } as const, 'transient.unknown'],
    [{ kind: 'refuse' } as const, 'transient.definite'],
    [{ kind: 'lose-answer' } as const, 'transient.unknown'],
  ])('classifies what goes wrong, and quotes none of it (%#)', async (fault, kind) => {
    const world = createWorld({ tickets: 0 })
    world.fault = () => fault
    const failure = (await world.connector.read([L01]))._unsafeUnwrapErr()
    expect(failure.kind).toBe(kind)
    expect(failure.message).not.toContain('secret')
  })

  it('waits as long as it is asked to', async () => {
    const world = createWorld({ tickets: 0 })
    for (const asked of ['7', new Date(START + 7_000).toUTCString()]) {
      world.fault = () => ({ kind: 'answer', status: 429, headers: { 'retry-after': asked } })
      const failure = (await world.connector.read([L01]))._unsafeUnwrapErr()
      expect(failure).toMatchObject({ kind: 'throttled', retryAt: START + 7_000 })
    }
  })

  it('says who calls, and in which version', async () => {
    const world = createWorld({ tickets: 0 })
    expect((await world.connector.read([L01])).isOk()).toBe(true)
    const [request] = world.requests
    expect(request?.headers.get('authorization')).toBe('Bearer token')
    expect(request?.headers.get('square-version')).toBe('2025-08-20')
    expect(request?.url).toBe('https://connect.squareup.com/v2/locations/L01')
  })
})
