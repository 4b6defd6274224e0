import {
  appendCarrierEvents,
  type CarrierEvent,
  checkFulfilmentOrder,
  checkPayments,
  checkPaymentTransaction,
  checkRefund,
  checkRefunds,
  checkReturn,
  checkReturns,
  checkShipment,
  checkShipments,
  type EntityName,
  entities,
  type FulfilmentOrder,
  type PaymentTransaction,
  type Refund,
  type Return,
  type Shipment,
} from '@canonry/model'
import {
  arbitraryFulfilmentOrder,
  arbitraryJournalEntry,
  arbitraryOrderWithFacts,
  arbitraryPaymentTransaction,
  arbitraryPayout,
  arbitraryRefund,
  arbitraryReturn,
  arbitrarySettlementEntry,
  arbitraryShipment,
} from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const ref = (kind: string, id: string) => ({ system: 'shopify', account: 'acme', kind, id })
const euros = (amount: string) => ({ shop: { amount, currency: 'EUR' } })
const line = ref('LineItem', '0')
const order = ref('Order', '1')
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)

const made = {
  fulfilmentOrder: arbitraryFulfilmentOrder,
  shipment: arbitraryShipment,
  return: arbitraryReturn,
  refund: arbitraryRefund,
  paymentTransaction: arbitraryPaymentTransaction,
  settlementEntry: arbitrarySettlementEntry,
  payout: arbitraryPayout,
  journalEntry: arbitraryJournalEntry,
} satisfies Partial<Record<EntityName, fc.Arbitrary<unknown>>>

describe.each(Object.entries(made))('a %s', (name, arbitrary) => {
  it('keeps every invariant when it is made by the arbitrary', () => {
    const { schema, check } = entities[name as keyof typeof made]
    fc.assert(
      fc.property(arbitrary as fc.Arbitrary<never>, (entity) => {
        expect(schema.safeParse(entity).error).toBeUndefined()
        expect(check(entity)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('names twice what it is named twice', () => {
    const { check } = entities[name as keyof typeof made]
    const twice = [ref('Thing', '1'), ref('Thing', '1')]
    fc.assert(
      fc.property(arbitrary as fc.Arbitrary<object>, (entity) => {
        expect(codes(check({ ...entity, refs: twice } as never))).toContain('duplicate-ref')
      }),
      { numRuns: 20 },
    )
  })
})

describe('fulfilment work', () => {
  const work: FulfilmentOrder = {
    refs: [],
    order,
    lines: [{ line, quantity: '1' }],
    method: 'ship',
    state: 'open',
  }

  it('is found out when it has no units, the same line twice, or reasons for no hold', () => {
    const lines = [{ line, quantity: '0' }, ...work.lines]
    expect(codes(checkFulfilmentOrder({ ...work, lines }))).toEqual(['no-units', 'duplicate-line'])
    expect(codes(checkFulfilmentOrder({ ...work, holdReasons: ['fraud'] }))).toEqual([
      'held-without-hold',
    ])
  })

  it('is found out when its promise ends before it begins, by moments and not by text', () => {
    const promise = { from: '2026-10-25T02:30:00+01:00', to: '2026-10-25T02:45:00+02:00' }
    expect(codes(checkFulfilmentOrder({ ...work, promise }))).toEqual(['promise-reversed'])
    const other = { from: promise.to, to: promise.from }
    expect(checkFulfilmentOrder({ ...work, promise: other })).toEqual([])
  })
})

describe('a shipment', () => {
  const shipment: Shipment = {
    refs: [],
    order,
    lines: [{ line, quantity: '1' }],
    packages: [],
    state: 'handed-over',
    events: [],
  }
  const event = (at: string, kind: CarrierEvent['kind']): CarrierEvent => ({ at, kind, raw: kind })

  it('keeps its state whatever the carrier says, and says so', () => {
    const events = [event('2026-01-02T00:00:00Z', 'delivered')]
    const told = appendCarrierEvents(shipment, events)
    expect(told.state).toBe('handed-over')
    expect(codes(checkShipment(told))).toEqual(['carrier-differs'])
  })

  it('has one log, however often and in whatever order it is told', () => {
    const arbitraryEvent = fc
      .tuple(fc.nat(8), fc.constantFrom('in-transit' as const, 'announced' as const))
      .map(([day, kind]) => event(`2026-01-0${day + 1}T00:00:00Z`, kind))
    const events = fc.array(arbitraryEvent, { maxLength: 8 })
    fc.assert(
      fc.property(events, events, (first, second) => {
        const once = appendCarrierEvents(shipment, [...first, ...second])
        const turned = appendCarrierEvents(appendCarrierEvents(shipment, second), first)
        expect(turned).toEqual(once)
        expect(appendCarrierEvents(once, first)).toEqual(once)
        expect(checkShipment(once)).toEqual([])
        for (const one of first) expect(once.events).toContainEqual(one)
      }),
      { numRuns: 1000 },
    )
  })

  it('is found out when it weighs nothing, its log is out of order, or it arrived before it left', () => {
    const weight = { value: '0', unit: 'KGM' }
    expect(codes(checkShipment({ ...shipment, packages: [{ weight }] }))).toEqual(['no-weight'])
    const events = [
      event('2026-01-02T00:00:00Z', 'in-transit'),
      event('2026-01-01T00:00:00Z', 'announced'),
    ]
    expect(codes(checkShipment({ ...shipment, events }))).toEqual(['log-out-of-order'])
    const moments = { handedOverAt: '2026-01-02T00:00:00Z', deliveredAt: '2026-01-01T00:00:00Z' }
    expect(codes(checkShipment({ ...shipment, ...moments }))).toEqual(['delivered-too-early'])
  })
})

describe('a return', () => {
  const given: Return = {
    refs: [],
    order,
    state: 'received',
    lines: [{ line, quantity: { announced: '2', received: '1' } }],
  }
  const lineOf = (change: Partial<Return['lines'][number]>): Return => ({
    ...given,
    lines: [{ line, quantity: { announced: '2', received: '1' }, ...change }],
  })

  it('is found out when more arrives than was announced, or a counter or fee is negative', () => {
    const counted = (announced: string, received: string) =>
      codes(checkReturn(lineOf({ quantity: { announced, received } })))
    expect(counted('2', '3')).toEqual(['over-received'])
    expect(counted('0', '-1')).toEqual(['negative-counter'])
    expect(checkReturn(lineOf({ fee: euros('-5') }))).toMatchObject([
      { code: 'negative-fee', difference: { amount: '-5', currency: 'EUR' } },
    ])
  })

  it('is found out when goods are counted or decided before they could arrive', () => {
    expect(codes(checkReturn({ ...given, state: 'approved' }))).toEqual(['received-too-early'])
    const quantity = { announced: '2', received: '0' }
    const early = { ...lineOf({ quantity, disposition: 'restock' }), state: 'requested' as const }
    expect(codes(checkReturn(early))).toEqual(['received-too-early'])
    const keep = { ...lineOf({ quantity, disposition: 'keep' }), state: 'approved' as const }
    expect(checkReturn(keep)).toEqual([])
  })

  it('is found out when an exchange is of nothing, or money is the outcome of an exchange', () => {
    const exchange = { lines: [{ quantity: '0' }] }
    expect(codes(checkReturn({ ...given, exchange, outcome: 'refund' }))).toEqual([
      'no-units',
      'outcome-differs',
    ])
  })
})

describe('a refund', () => {
  const refund: Refund = {
    refs: [],
    order,
    amount: euros('10'),
    lines: [{ line, quantity: '1', net: euros('10'), taxes: [] }],
    charges: [],
    adjustments: [],
    method: 'original',
    transactions: [],
    state: 'succeeded',
    at: '2026-01-01T00:00:00Z',
  }

  it('says by how much it differs from its parts', () => {
    expect(checkRefund({ ...refund, amount: euros('10.01') })).toMatchObject([
      { code: 'refund-differs', difference: { amount: '0.01', currency: 'EUR' } },
    ])
  })

  it('is found out when a part is in another currency, or it takes money or units', () => {
    const adjustments = [
      { kind: 'goodwill' as const, amount: { shop: { amount: '1', currency: 'USD' } } },
    ]
    expect(codes(checkRefund({ ...refund, adjustments }))).toEqual(['side-unknown'])
    const lines = [{ line, quantity: '-1', net: euros('-1'), taxes: [] }]
    expect(codes(checkRefund({ ...refund, amount: euros('-1'), lines }))).toEqual([
      'negative-refund',
      'negative-counter',
    ])
  })
})

describe('a payment transaction', () => {
  const sale: PaymentTransaction = {
    refs: [ref('OrderTransaction', '1')],
    order,
    kind: 'sale',
    amount: euros('10'),
    state: 'succeeded',
    at: '2026-01-01T00:00:00Z',
  }
  const parent = ref('OrderTransaction', '1')
  const refund = { ...sale, refs: [ref('OrderTransaction', '2')], kind: 'refund' as const, parent }

  it('is found out when it is negative, follows itself, or succeeded and failed', () => {
    expect(codes(checkPaymentTransaction({ ...sale, amount: euros('-1') }))).toEqual([
      'negative-amount',
    ])
    expect(codes(checkPaymentTransaction({ ...sale, parent }))).toEqual(['own-parent'])
    expect(codes(checkPaymentTransaction({ ...sale, failure: {} }))).toEqual(['failure-of-success'])
  })

  it('is found out when it follows nothing, or something that it cannot follow', () => {
    expect(checkPayments([sale, refund])).toEqual([])
    expect(codes(checkPayments([refund]))).toEqual(['unknown-parent'])
    expect(codes(checkPayments([{ ...sale, kind: 'authorization' }, refund]))).toEqual([
      'wrong-parent',
    ])
  })

  it('says how much more followed it than there was, and counts only successes', () => {
    const two = { ...refund, refs: [ref('OrderTransaction', '3')] }
    expect(checkPayments([sale, refund, two])).toMatchObject([
      { code: 'over-followed', path: '/0/amount', difference: { amount: '10', currency: 'EUR' } },
    ])
    expect(checkPayments([sale, refund, { ...two, state: 'pending' }])).toEqual([])
  })
})

describe('the facts of an order', () => {
  it('agree with it when they are made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitraryOrderWithFacts, ({ order, facts }) => {
        expect(checkShipments(order, facts.shipments)).toEqual([])
        expect(checkReturns(order, facts)).toEqual([])
        expect(checkRefunds(order, facts)).toEqual([])
        expect(checkPayments(facts.transactions)).toEqual([])
        for (const refund of facts.refunds) expect(checkRefund(refund)).toEqual([])
        for (const parcel of facts.shipments) expect(checkShipment(parcel)).toEqual([])
        for (const back of facts.returns) expect(checkReturn(back)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })
})
