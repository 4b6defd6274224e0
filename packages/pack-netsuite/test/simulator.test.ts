import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNetsuiteSimulator } from '@canonry/pack-netsuite/simulator'
import { beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT, openWorld, PROFILE, type World } from './world.js'

interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  readonly body: any
}

let world: World
let token: string

async function call(method: string, path: string, body?: unknown, headers = {}): Promise<Answer> {
  const response = await world.simulator.fetch(
    new Request(`https://any.host/services/rest${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : text,
  }
}

const STRICT = { 'x-netsuite-propertynamevalidation': 'Error' }
const lineOf = (item: string, change = {}) => ({
  item: { id: item },
  quantity: 1,
  rate: 10,
  ...change,
})
const orderOf = (...items: object[]) => ({ entity: { id: '9200' }, item: { items } })
const put = (body: object, query = '') => call('PUT', `/record/v1/salesOrder/eid:E1${query}`, body)
const get = async () =>
  (await call('GET', '/record/v1/salesOrder/eid:E1?expandSubResources=true')).body
const detailOf = ({ body }: Answer) => body['o:errorDetails'][0]

let sku: string
beforeEach(async () => {
  world = openWorld()
  sku = world.simulator.addItem({ itemId: 'SKU', externalId: 'sku' })
  // any call of the connector signs in, and the simulator counts tokens
  await world.connector.verify([
    {
      key: 'k',
      kind: 'cancel',
      entity: 'order',
      source: { system: 's', account: 'a', kind: 'k', id: '1' },
      body: {},
      links: {},
    },
  ])
  token = `${ACCOUNT}.token.1`
})

describe('a simulated record', () => {
  it('is created with 204, no body, and a Location in lower case', async () => {
    const created = await call('POST', '/record/v1/salesOrder', orderOf(lineOf(sku)))
    expect(created.status).toBe(204)
    expect(created.body).toBe('')
    expect(created.headers.get('location')).toMatch(/\/record\/v1\/salesorder\/\d+$/)
  })

  it('is one record however often it is put under its external id', async () => {
    await put(orderOf(lineOf(sku)))
    await put({ memo: 'again' })
    expect(world.simulator.salesOrders()).toMatchObject([{ externalId: 'E1', updates: 1 }])
    expect(await get()).toMatchObject({ memo: 'again', externalId: 'E1' })
  })

  it('cannot be created twice with one external id', async () => {
    await put(orderOf(lineOf(sku)))
    const second = await call('POST', '/record/v1/salesOrder', {
      ...orderOf(lineOf(sku)),
      externalId: 'E1',
    })
    expect(detailOf(second).detail).toContain('This entity already exists')
  })

  it('takes letters, digits, underscore and hyphen in external ids, and nothing else', async () => {
    const refused = await call(
      'PUT',
      '/record/v1/salesOrder/eid:gid%3A%2F%2Fx',
      orderOf(lineOf(sku)),
    )
    expect(refused.status).toBe(400)
    expect(world.simulator.salesOrders()).toEqual([])
  })

  it('matches names of properties in any case', async () => {
    await put({ ENTITY: { id: '9200' }, Item: { items: [{ ITEM: { id: sku }, RATE: 4 }] } })
    expect(await get()).toMatchObject({ total: 4 })
  })

  it('drops unknown properties and names them, or refuses them when asked to', async () => {
    const lenient = await put({ ...orderOf(lineOf(sku)), channel: 'web' })
    expect(lenient.headers.get('x-netsuite-propertyvalidation')).toBe(
      'Unknown field name channel. The field does not exist on this record instance.',
    )
    const strict = await call(
      'PUT',
      '/record/v1/salesOrder/eid:E2',
      { ...orderOf(lineOf(sku, { custcol_other: 1 })) },
      STRICT,
    )
    expect(detailOf(strict)).toMatchObject({ 'o:errorPath': 'item.items[0].custcol_other' })
    expect(world.simulator.salesOrders()).toHaveLength(1)
  })

  it('ignores what is computed', async () => {
    await put({ ...orderOf(lineOf(sku)), total: 999, status: { id: 'G' } })
    expect(await get()).toMatchObject({ total: 10, status: { id: 'B' } })
  })

  it.each([
    ['an item', orderOf({ item: { id: '1' } }), 'item.items[0].item', 'Invalid Field Value 1'],
    ['a customer', { entity: { id: '5' }, item: { items: [] } }, 'entity', 'Invalid Field Value 5'],
    [
      'a currency',
      { ...orderOf(lineOf('9003')), currency: { id: '77' } },
      'currency',
      'Invalid Field Value 77',
    ],
    [
      'a subsidiary',
      { ...orderOf(lineOf('9003')), subsidiary: { id: '9' } },
      'subsidiary',
      'Value 9',
    ],
    [
      'a country',
      { ...orderOf(lineOf('9003')), shippingAddress: { country: 'Suisse' } },
      'shippingAddress.country',
      'Suisse',
    ],
    ['a date', { ...orderOf(lineOf('9003')), tranDate: '24.11.2026' }, 'tranDate', 'tranDate'],
  ])('refuses %s that does not exist', async (_, body, path, detail) => {
    const refused = await put(body)
    expect(refused.status).toBe(400)
    expect(detailOf(refused)).toMatchObject({
      'o:errorCode': 'USER_ERROR',
      'o:errorPath': path,
      detail: expect.stringContaining(detail),
    })
  })

  it.each([
    ['customer', { item: { items: [] } }, 'Customer'],
    ['line', { entity: { id: '9200' } }, 'at least one line item'],
    ['item of a line', orderOf({ quantity: 1 }), 'Item'],
  ])('refuses an order without a %s', async (_, body, detail) => {
    expect(detailOf(await put(body)).detail).toContain(detail)
  })

  it('refuses a currency that the customer does not trade in', async () => {
    const customer = { companyName: 'C', subsidiary: { id: '1' }, currency: { id: '1' } }
    await call('PUT', '/record/v1/customer/eid:C1', customer)
    const refused = await put({
      ...orderOf(lineOf(sku)),
      entity: { externalId: 'C1' },
      currency: { id: '2' },
    })
    expect(detailOf(refused)['o:errorPath']).toBe('currency')
  })

  it('is shown with links for its lists, and with the lists when asked', async () => {
    await put({
      ...orderOf(lineOf(sku, { quantity: 2 })),
      billingAddress: { city: 'Bern', country: 'CH' },
    })
    const brief = (await call('GET', '/record/v1/salesOrder/eid:E1')).body
    expect(brief.item).toEqual({ links: [{ rel: 'self', href: expect.stringContaining('/item') }] })
    expect(brief.billingAddress).toEqual({ links: [expect.anything()] })
    const full = await get()
    expect(full).toMatchObject({
      entity: { id: '9200', refName: 'Guest' },
      currency: { id: '1', refName: 'EUR' },
      billingAddress: { city: 'Bern', country: { id: 'CH' } },
      item: {
        count: 1,
        hasMore: false,
        totalResults: 1,
        items: [{ line: 1, item: { id: sku, refName: 'SKU' }, quantity: 2, amount: 20 }],
      },
    })
  })

  it('prints amounts and quantities as doubles', async () => {
    await put(orderOf(lineOf(sku)))
    const response = await world.write('GET', 'salesOrder/eid:E1?expandSubResources=true')
    expect(await response.text()).toMatch(/"quantity":1\.0,"rate":10\.0.*"amount":10\.0/)
  })

  it('is gone when it is deleted', async () => {
    await put(orderOf(lineOf(sku)))
    expect((await call('DELETE', '/record/v1/salesOrder/eid:E1')).status).toBe(204)
    expect((await call('GET', '/record/v1/salesOrder/eid:E1')).status).toBe(404)
  })

  it('that does not exist is a 404, and for an internal id of a transaction a 400 about its type', async () => {
    expect((await call('GET', '/record/v1/customer/5')).body.status).toBe(404)
    const missing = await call('GET', '/record/v1/salesOrder/5')
    expect(missing.status).toBe(400)
    expect(detailOf(missing).detail).toContain('Transaction type specified is incorrect')
  })

  it('answers what it cannot read or does not know', async () => {
    expect((await call('PUT', '/record/v1/salesOrder/eid:E1', '{"entity":')).status).toBe(400)
    expect((await call('PUT', '/record/v1/salesOrder/eid:E1', '[]')).status).toBe(400)
    expect((await call('PUT', '/record/v1/salesOrder/17', {})).status).toBe(405)
    expect((await call('GET', '/record/v1/widget/1')).status).toBe(404)
    expect(detailOf(await put({ item: [] })).detail).toContain('sublist item')
  })

  it('shows items, which cannot be changed', async () => {
    expect((await call('GET', `/record/v1/inventoryItem/${sku}`)).body).toMatchObject({
      itemId: 'SKU',
    })
    expect((await call('GET', '/record/v1/inventoryItem/eid:sku')).body).toMatchObject({ id: sku })
    expect((await call('GET', '/record/v1/inventoryItem/1')).status).toBe(404)
    expect((await call('PATCH', `/record/v1/inventoryItem/${sku}`, {})).status).toBe(405)
  })
})

describe('a simulated list of lines', () => {
  const amounts = async () =>
    (await get()).item.items.map(({ line, amount }: { line: number; amount: number }) => [
      line,
      amount,
    ])

  beforeEach(async () => {
    await put(orderOf(lineOf(sku, { rate: 1 }), lineOf(sku, { rate: 2 })))
  })

  it('keeps lines that are not mentioned, updates by line, and adds the rest', async () => {
    await put({ item: { items: [{ line: 2, rate: 5 }, lineOf(sku, { rate: 3 })] } })
    expect(await amounts()).toEqual([
      [1, 1],
      [2, 5],
      [3, 3],
    ])
  })

  it('drops lines that are not mentioned when it is replaced, and never gives their numbers again', async () => {
    await put({ item: { items: [{ line: 1 }] } }, '?replace=item')
    await put({ item: { items: [lineOf(sku, { rate: 9 })] } })
    expect(await amounts()).toEqual([
      [1, 1],
      [3, 9],
    ])
  })

  it('keeps the unique key of a line over updates', async () => {
    const keys = async () =>
      (await get()).item.items.map((line: { lineUniqueKey: string }) => line.lineUniqueKey)
    const before = await keys()
    await put({ item: { items: [{ line: 1, rate: 4 }, { line: 2 }] } }, '?replace=item')
    expect(await keys()).toEqual(before)
  })

  it('appends tax details, which have no key, unless they are replaced', async () => {
    const details = { items: [{ taxDetailsReference: 'a', taxCode: { id: '9101' }, taxAmount: 1 }] }
    const taxed = {
      taxDetailsOverride: true,
      item: { items: [{ line: 1, taxDetailsReference: 'a' }] },
      taxDetails: details,
    }
    await put(taxed)
    await put(taxed)
    expect(await get()).toMatchObject({ taxTotal: 2, total: 5 })
    await put(taxed, '?replace=taxDetails')
    expect(await get()).toMatchObject({ taxTotal: 1, total: 4 })
  })

  it('refuses tax details that no line refers to', async () => {
    const details = { items: [{ taxDetailsReference: 'z', taxCode: { id: '9101' }, taxAmount: 1 }] }
    expect(detailOf(await put({ taxDetails: details }))['o:errorPath']).toBe(
      'taxDetails.items[0].taxDetailsReference',
    )
  })

  it('takes an amount as given and warns where it is not quantity times rate', async () => {
    const answer = await put({
      item: { items: [{ line: 1, quantity: 3, rate: 3.3333, amount: 10 }] },
    })
    expect(answer.headers.get('x-netsuite-warning')).toBeNull()
    const odd = await put({ item: { items: [{ line: 1, amount: 11 }] } })
    expect(odd.headers.get('x-netsuite-warning')).toContain('line 1')
    expect(await get()).toMatchObject({ total: 13 })
  })

  it('closes the order with its last line', async () => {
    await put({ item: { items: [{ line: 1, isClosed: true }] } })
    expect(await get()).toMatchObject({ status: { id: 'B' } })
    await put({ item: { items: [{ line: 2, isClosed: true }] } })
    expect(await get()).toMatchObject({ status: { id: 'H' } })
  })

  it('rounds to the digits of the currency', async () => {
    await put({ ...orderOf(lineOf(sku, { rate: 1.5 })), currency: { id: '3' } }, '?replace=item')
    expect(await get()).toMatchObject({ total: 2 })
  })
})

describe('a simulated query', () => {
  const query = (q: string, page = '') =>
    call('POST', `/query/v1/suiteql${page}`, { q }, { prefer: 'transient' })

  it('answers strings under names in lower case, without links', async () => {
    const { body } = await query(
      "SELECT ID AS Key, ItemId, displayname FROM item WHERE itemid = 'SKU'",
    )
    expect(body.items).toEqual([{ links: [], key: sku, itemid: 'SKU' }])
  })

  it('pages', async () => {
    for (const itemId of ["a'1", 'a2', 'a3']) world.simulator.addItem({ itemId })
    const q = "SELECT itemid FROM item WHERE itemid IN ('a''1', 'a2', 'a3') ORDER BY id"
    expect((await query(q, '?limit=2&offset=0')).body).toMatchObject({
      count: 2,
      hasMore: true,
      totalResults: 3,
    })
    expect((await query(q, '?limit=2&offset=2')).body).toMatchObject({
      hasMore: false,
      items: [{ itemid: 'a3' }],
    })
  })

  it('finds customers and transactions', async () => {
    await put(orderOf(lineOf(sku)))
    const orders = await query(
      "SELECT externalid, recordtype, foreigntotal, status FROM transaction WHERE type = 'SalesOrd' AND externalid = 'E1'",
    )
    expect(orders.body.items).toMatchObject([
      { externalid: 'E1', recordtype: 'salesorder', foreigntotal: '10', status: 'SalesOrd:B' },
    ])
    const customers = await query("SELECT id FROM customer WHERE entityid = 'Guest'")
    expect(customers.body.items).toMatchObject([{ id: '9200' }])
  })

  it.each([
    'SELECT',
    'SELECT id FROM nowhere',
    "SELECT id FROM item WHERE itemid LIKE 'a'",
    'SELECT id FROM item; DROP',
    'SELECT id FROM item WHERE id IN (id)',
  ])('refuses "%s"', async (q) => {
    expect((await query(q)).status).toBe(400)
  })

  it('wants the header that makes it transient', async () => {
    expect((await call('POST', '/query/v1/suiteql', { q: 'SELECT id FROM item' })).status).toBe(400)
  })
})

describe('a simulated account', () => {
  it('lets nobody in without a token', async () => {
    token = 'guessed'
    const refused = await call('GET', '/record/v1/salesOrder/1')
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"')
    expect(detailOf(refused)['o:errorCode']).toBe('INVALID_LOGIN')
  })

  it('ends tokens after an hour', async () => {
    world.advance(3_600_000)
    expect((await call('GET', '/record/v1/salesOrder/1')).status).toBe(401)
  })

  it('answers 429 to more requests at a time than it may run', async () => {
    const release: (() => void)[] = []
    const env = { now: () => 0, sleep: () => new Promise<void>((resolve) => release.push(resolve)) }
    const busy = createNetsuiteSimulator({
      account: ACCOUNT,
      env,
      clients: [],
      concurrency: 2,
      latencyMs: 5,
    })
    const requests = [1, 2, 3].map(() =>
      busy.fetch(new Request('https://x/services/rest/record/v1/customer/1')),
    )
    expect((await requests[2])?.status).toBe(429)
    for (const open of release) open()
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual([401, 401, 429])
  })

  it('holds what a profile names', () => {
    expect(world.simulator.customers()).toMatchObject([
      { id: PROFILE.guestCustomer, name: 'Guest' },
    ])
  })
})

const recorded = join(import.meta.dirname, '../../../../shared/corpus/netsuite/rest-recorded')
const ci = process.env['CI'] === 'true'

describe.skipIf(!existsSync(recorded) && !ci)(
  'a simulated answer, beside recorded ones (needs the corpus)',
  () => {
    const exchanges = (name: string) =>
      JSON.parse(readFileSync(join(recorded, name), 'utf8')).exchanges

    it('to a creation has the status, the body and the form of Location', async () => {
      const { request, response } = exchanges('customer_create_with_addressbook.json')[1]
      const { parent: _, category: __, salesRep: ___, ...body } = request.body
      const { custentity1: ____, ...known } = body
      const answer = await call('POST', '/record/v1/customer', known)
      expect(answer).toMatchObject({ status: response.status, body: response.body })
      const form =
        /^https:\/\/\d+\.suitetalk\.api\.netsuite\.com\/services\/rest\/record\/v1\/customer\/\d+$/
      expect(response.headers.Location).toMatch(form)
      expect(answer.headers.get('location')).toMatch(form)
    })

    it('about an unknown property has the recorded words', async () => {
      const { response } = exchanges('inventoryItem_create_unknown_fields_ignored.json')[0]
      const answer = await put({ ...orderOf(lineOf(sku)), category: 'Resale' })
      expect(response.headers['X-NetSuite-PropertyValidation']).toContain(
        answer.headers.get('x-netsuite-propertyvalidation'),
      )
    })

    it('that refuses has the recorded form', async () => {
      const { response } = exchanges('journalEntry_create_unbalanced_error.json')[0]
      const answer = await put({ entity: { id: '9200' } })
      expect(answer.headers.get('content-type')).toBe(response.headers['Content-Type'])
      const {
        'o:errorDetails': [recordedDetail],
        ...recordedHead
      } = response.body
      const {
        'o:errorDetails': [detail],
        ...head
      } = answer.body
      expect(head).toEqual(recordedHead)
      expect(Object.keys(detail).sort()).toEqual(Object.keys(recordedDetail).sort())
      expect(detail.detail.startsWith('Error while accessing a resource. ')).toBe(true)
    })

    it('to a query has the recorded members', async () => {
      const { response } = exchanges('suiteql_locations.json')[0]
      const answer = await call(
        'POST',
        '/query/v1/suiteql',
        { q: 'SELECT id FROM item' },
        { prefer: 'transient' },
      )
      expect(Object.keys(answer.body).sort()).toEqual(Object.keys(response.body).sort())
      expect(answer.headers.get('content-type')).toBe(response.headers['Content-Type'])
      expect(answer.headers.get('preference-applied')).toBe('transient')
    })
  },
)
