import type { Refund } from '@canonry/model'
import { decodeResource, type Resource } from '@canonry/pack'
import { ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { createRefunds, withRefunds } from '../src/connector/refunds-of-orders.js'
import { square } from '../src/index.js'
import type { Tender } from '../src/simulator/index.js'
import { createWorld, MERCHANT, type World } from './world.js'

const GIFT_CARD = 'SQUARE_GIFT_CARD'
const usd = (amount: number) => ({ amount, currency: 'USD' })

/** What a till sold for a tender and took back, and the refund as it is read. */
async function givenBack(
  { onto, ...paid }: { cash?: boolean; giftCard?: boolean; onto?: Tender },
  world: World = createWorld({ tickets: 0 }),
): Promise<Refund> {
  const { merchant } = world
  const goods = { sku: 'MUG', quantity: '1' }
  const order = merchant.ring({ location: 'L01', lines: [goods], ...paid })
  world.pass(3_600_000)
  const back = merchant.takeBack({ order, goods, ...(onto && { onto }) })
  world.pass(60_000)
  return readRefund(world, back)
}

async function readRefund({ connector }: World, id: string): Promise<Refund> {
  const ref = { system: 'square', account: MERCHANT, kind: 'Order', id }
  const [document] = (await connector.read([ref]))._unsafeUnwrap()
  return refundIn(JSON.parse(document?.text ?? ''))
}

function refundIn(wire: unknown): Refund {
  const resource = square.resources['order@rest'] as Resource
  const parts = decodeResource(resource, wire, { account: MERCHANT })._unsafeUnwrap()
  return parts.find(({ entity }) => entity === 'refund')?.body as Refund
}

describe('money that a till of Square gives back', () => {
  it.each([
    ['what a card paid, to the card', {}, 'original', '0'],
    ['what cash paid, in cash', { cash: true }, 'cash', '0'],
    ['what a gift card paid, onto it', { giftCard: true }, 'store-credit', 'all'],
    ['what a card paid, onto a gift card', { onto: 'gift-card' }, 'store-credit', 'all'],
    ['what cash paid, onto a gift card', { cash: true, onto: 'gift-card' }, 'store-credit', 'all'],
    ['what a gift card paid, in cash', { giftCard: true, onto: 'cash' }, 'cash', '0'],
  ] as const)('is known to have gone where it went: %s', async (_, ways, method, loaded) => {
    const refund = await givenBack(ways)
    const amount = loaded === 'all' ? refund.amount : { shop: { amount: loaded, currency: 'USD' } }
    expect(refund).toMatchObject({ method, toGiftCard: amount })
  })

  it('is pulled as it is read', async () => {
    const world = createWorld({ tickets: 0 })
    const goods = { sku: 'MUG', quantity: '1' }
    const order = world.merchant.ring({ location: 'L01', lines: [goods], giftCard: true })
    const back = world.merchant.takeBack({ order, goods })
    const ref = { system: 'square', account: MERCHANT, kind: 'Order', id: back }
    const [read] = (await world.connector.read([ref]))._unsafeUnwrap()
    let cursor: string | undefined
    const texts: string[] = []
    do {
      const page = (await world.connector.pull?.(cursor))?._unsafeUnwrap()
      texts.push(
        ...(page?.documents ?? []).filter(({ key }) => key === back).map(({ text }) => text),
      )
      cursor = page?.next
    } while (cursor !== undefined)
    expect(texts).toEqual([read?.text])
  })

  it('is not told apart by a token that may not read gift cards, where only they know', async () => {
    const world = createWorld({ tickets: 0 })
    const errors = [{ category: 'AUTHENTICATION_ERROR', code: 'INSUFFICIENT_SCOPES' }]
    world.fault = ({ url }) =>
      url.includes('gift-cards')
        ? { kind: 'answer', status: 403, body: JSON.stringify({ errors }) }
        : undefined
    const refund = await givenBack({}, world)
    expect(refund.method).toBe('unknown')
    expect(refund).not.toHaveProperty('toGiftCard')
    expect(await givenBack({ giftCard: true }, world)).toMatchObject({ method: 'store-credit' })
  })

  it('is read again where gift cards do not answer', async () => {
    const world = createWorld({ tickets: 0 })
    world.fault = ({ url }) => (url.includes('gift-cards') ? { kind: 'refuse' } : undefined)
    const goods = { sku: 'MUG', quantity: '1' }
    const order = world.merchant.ring({ location: 'L01', lines: [goods] })
    const id = world.merchant.takeBack({ order, goods })
    const ref = { system: 'square', account: MERCHANT, kind: 'Order', id }
    expect((await world.connector.read([ref]))._unsafeUnwrapErr()).toMatchObject({
      kind: 'transient.definite',
    })
  })

  it.each([
    ['the payment', /payments\//],
    ['its refund', /refunds\//],
  ])('is unknown where Square has no more of %s', async (_, gone) => {
    const world = createWorld({ tickets: 0 })
    const errors = [{ category: 'INVALID_REQUEST_ERROR', code: 'NOT_FOUND' }]
    world.fault = ({ url }) =>
      gone.test(url) ? { kind: 'answer', status: 404, body: JSON.stringify({ errors }) } : undefined
    const refund = await givenBack({ giftCard: true }, world)
    expect(refund.method).toBe('unknown')
    expect(refund).not.toHaveProperty('toGiftCard')
  })

  it('is told of by its own events, which have the order read that takes the goods back', async () => {
    const rules = square.connect({ id: 'tills', merchant: MERCHANT }).webhooks
    const world = createWorld({ tickets: 0 })
    await givenBack({}, world)
    await world.merchant.run()
    const events = world.heard.map(({ text }) => ({ text, ...JSON.parse(text) }))
    const [event] = events.filter(({ type }) => type === 'refund.created')
    expect(rules?.resource('refund.created')).toBe('order@rest')
    expect(rules?.thin?.('refund.created')).toBe(true)
    expect(rules?.version?.('refund.created', event.text)).toBeUndefined()
    expect(rules?.routingKey('refund.created', event.text)).toBe(event.data.object.refund.order_id)
  })
})

describe('money that a till of Square was to give back, and that the bank of the buyer rejects', () => {
  it('counts as gone while it is pending, and failed once it is rejected, which is told', async () => {
    const world = createWorld({ tickets: 0 })
    const { merchant } = world
    const goods = { sku: 'MUG', quantity: '1' }
    const order = merchant.ring({ location: 'L01', lines: [goods] })
    const back = merchant.takeBack({ order, goods, rejectedAt: world.now() + 86_400_000 })
    expect(await readRefund(world, back)).toMatchObject({ state: 'succeeded', method: 'unknown' })
    world.pass(86_400_000)
    await merchant.run()
    expect(await readRefund(world, back)).toMatchObject({ state: 'failed', method: 'unknown' })
    const told = world.heard.map(({ text }) => JSON.parse(text))
    expect(told.filter(({ type }) => type === 'refund.updated')).toMatchObject([
      { data: { object: { refund: { order_id: back, status: 'REJECTED' } } } },
    ])
  })
})

describe('what is remembered of a refund', () => {
  it('is forgotten when its order tells another end of it', async () => {
    const asked: string[] = []
    const wires: Readonly<Record<string, () => object>> = {
      'payments/P1': () => ({
        payment: { order_id: 'T0', source_type: 'CASH', refund_ids: ['r'] },
      }),
      'refunds/r': () => ({
        refund: { id: 'r', order_id: 'T1', status: paid, amount_money: usd(5) },
      }),
    }
    let paid = 'COMPLETED'
    const refunds = createRefunds(
      async ({ path }) => {
        asked.push(path)
        const wire = wires[path]?.() ?? {}
        return ok({ text: JSON.stringify(wire), wire, date: null })
      },
      () => 0,
    )
    const told = (status: string) => ({
      id: 'T1',
      returns: [{ source_order_id: 'T0' }],
      refunds: [{ id: 'r', tender_id: 'P1', status }],
    })
    const read = async (status: string) =>
      (await withRefunds([told(status)], refunds))._unsafeUnwrap()
    await read('APPROVED')
    await read('APPROVED')
    expect(asked).toEqual(['payments/P1', 'refunds/r'])
    paid = 'FAILED'
    expect(await read('FAILED')).toMatchObject([
      { wire: { payment_refunds: [{ id: 'r', status: 'FAILED' }] } },
    ])
  })
})

describe('a return of Square with several refunds', () => {
  const RETURNS = [{ uid: 'r1', source_order_id: 'T0' }]
  const read = (refunds: readonly object[] | undefined, order: object = {}) =>
    refundIn({
      order: {
        id: 'T1',
        location_id: 'L1',
        state: 'COMPLETED',
        created_at: '2025-08-22T17:01:10Z',
        returns: RETURNS.map((each) => ({ ...each, return_amounts: { total_money: usd(5000) } })),
        ...order,
      },
      ...(refunds && { payment_refunds: refunds }),
    })
  const went = (id: string, amount: number, more: object) => ({
    id,
    status: 'COMPLETED',
    amount_money: usd(amount),
    source_order_id: 'T0',
    ...more,
  })

  it('has given back in several ways, of which one is counted', () => {
    expect(
      read([
        went('a', 3000, { destination: GIFT_CARD }),
        went('b', 1500, { destination: 'CASH' }),
        went('c', 500, { destination: GIFT_CARD, status: 'FAILED' }),
      ]),
    ).toMatchObject({ method: 'other', toGiftCard: { shop: { amount: '30', currency: 'USD' } } })
  })

  it('is unknown where nobody says of one of them where it went', () => {
    const refund = read([went('a', 3000, { destination: GIFT_CARD }), went('b', 2000, {})])
    expect(refund.method).toBe('unknown')
    expect(refund).not.toHaveProperty('toGiftCard')
  })

  it('has given back where one of them did, after others had failed', () => {
    const failed = ['FAILED', 'REJECTED'].map((status) => went(status, 5000, { status }))
    expect(read(failed).state).toBe('failed')
    expect(read([...failed, went('c', 5000, { destination: 'CASH' })])).toMatchObject({
      state: 'succeeded',
      method: 'cash',
    })
  })

  it.each([
    ['costs as much as what it takes back', usd(0), { shop: { amount: '0', currency: 'USD' } }],
    ['costs more', usd(700), { shop: { amount: '0', currency: 'USD' } }],
    ['costs less', usd(-700), undefined],
  ])('of an exchange that %s gives out what is known', (_, total_money, loaded) => {
    expect(read(undefined, { net_amounts: { total_money } }).toGiftCard).toEqual(loaded)
  })

  it('of goods of several sales is of the payments of its own', () => {
    const amounts = { return_amounts: { total_money: usd(3000) } }
    const returns = [
      { uid: 'r1', source_order_id: 'T0', ...amounts },
      { uid: 'r2', source_order_id: 'TX', ...amounts },
    ]
    const refund = read(
      [
        went('a', 1000, { destination: GIFT_CARD }),
        went('b', 2000, { destination: 'CASH', source_order_id: 'TX' }),
      ],
      { returns },
    )
    expect(refund).toMatchObject({
      method: 'store-credit',
      toGiftCard: { shop: { amount: '10', currency: 'USD' } },
    })
  })
})
