import {
  checkRefunds,
  checkReturns,
  checkShipments,
  compareDecimals,
  currencyExponent,
  type FulfilmentOrder,
  fromUnits,
  fulfilmentStatusOf,
  type LineEvent,
  type LineQuantity,
  lifecycleOf,
  lineStatus,
  type Money,
  nextLineQuantity,
  type Order,
  type OrderFacts,
  openUnits,
  orderStatus,
  orderTotals,
  originalTotals,
  type PaymentTransaction,
  paymentStatusOf,
  type Refund,
  refundable,
  returnStatusOf,
  type Shipment,
  subtractMoney,
} from '@canonry/model'
import { arbitraryOrderWithFacts } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const ref = (kind: string, id: string) => ({ system: 'shopify', account: 'acme', kind, id })
const euros = (amount: string) => ({ shop: { amount, currency: 'EUR' } })
const none: LineQuantity = { ordered: '2', cancelled: '0', fulfilled: '0', returned: '0' }
const lineRef = ref('LineItem', '0')
const orderRef = ref('Order', '1')
const order: Order = {
  refs: [orderRef],
  number: '#1',
  placedAt: '2026-01-01T10:00:00+01:00',
  currency: 'EUR',
  taxIncluded: true,
  lines: [
    {
      ref: lineRef,
      title: 'Lamp',
      quantity: none,
      unitPrice: euros('50'),
      discounts: [],
      taxes: [],
      giftCard: false,
      requiresShipping: true,
    },
  ],
  charges: [],
  discounts: [],
  tags: [],
  asserted: { total: euros('100') },
}
const counted = (quantity: Partial<LineQuantity>): Order => ({
  ...order,
  lines: order.lines.map((line) => ({ ...line, quantity: { ...none, ...quantity } })),
})
const paid = (kind: PaymentTransaction['kind'], amount: string): PaymentTransaction => ({
  refs: [ref('OrderTransaction', `${kind} ${amount}`)],
  order: orderRef,
  kind,
  amount: euros(amount),
  state: 'succeeded',
  at: '2026-01-01T10:00:00Z',
})
const sent = (quantity: string, state: Shipment['state'] = 'handed-over'): Shipment => ({
  refs: [],
  order: orderRef,
  lines: [{ line: lineRef, quantity }],
  packages: [],
  state,
  events: [],
})
const refund = (change: Partial<Refund>): Refund => ({
  refs: [ref('Refund', '1')],
  order: orderRef,
  amount: euros('50'),
  lines: [{ line: lineRef, quantity: '1', net: euros('50'), taxes: [] }],
  charges: [],
  adjustments: [],
  method: 'original',
  transactions: [],
  state: 'succeeded',
  at: '2026-01-02T10:00:00Z',
  ...change,
})
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)

describe('the status of a line', () => {
  const arbitraryEvents = fc.array(
    fc.record({
      kind: fc.constantFrom<LineEvent['kind']>('cancel', 'fulfil', 'return'),
      units: fc.integer({ min: 0, max: 6000 }).map((grams) => fromUnits(BigInt(grams), 3)),
    }),
    { maxLength: 20 },
  )
  const RANK = { open: 0, 'part-fulfilled': 1, fulfilled: 2, 'part-returned': 3, returned: 4 }

  function happen(quantity: LineQuantity, event: LineEvent): LineQuantity {
    const next = nextLineQuantity(quantity, event).unwrapOr(quantity)
    expect(compareDecimals(openUnits({ quantity: next }), '0')).not.toBe(-1)
    expect(compareDecimals(next.returned, next.fulfilled)).not.toBe(1)
    const [before, after] = [lineStatus(quantity), lineStatus(next)]
    if (before === 'cancelled' || after === 'cancelled') {
      expect(['open', 'cancelled']).toContain(before)
      expect(after).toBe('cancelled')
    } else {
      expect(RANK[after]).toBeGreaterThanOrEqual(RANK[before])
    }
    return next
  }

  it('never moves back, and no unit is sent, cancelled or returned twice', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        events.reduce(happen, { ...none, ordered: '9.5' })
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses more units than there are, and none at all', () => {
    const fulfil = (units: string) => nextLineQuantity(none, { kind: 'fulfil', units })
    expect(fulfil('2')._unsafeUnwrap().fulfilled).toBe('2')
    expect(fulfil('3')._unsafeUnwrapErr().kind).toBe('too-many-units')
    expect(fulfil('0')._unsafeUnwrapErr().kind).toBe('no-units')
    expect(fulfil('0')._unsafeUnwrapErr().message).toBe('0 units are nothing to fulfil')
    const early = nextLineQuantity(none, { kind: 'return', units: '1' })._unsafeUnwrapErr()
    expect(early.message).toBe('there are not 1 units left to return on this line')
    const all = { ...none, fulfilled: '2' }
    const back = nextLineQuantity(all, { kind: 'return', units: '2' })._unsafeUnwrap()
    expect(back).toEqual({ ...all, returned: '2' })
    expect(nextLineQuantity(all, { kind: 'cancel', units: '1' }).isErr()).toBe(true)
  })

  it('says every way that a line can go', () => {
    const of = (quantity: Partial<LineQuantity>) => lineStatus({ ...none, ...quantity })
    expect(of({})).toBe('open')
    expect(of({ cancelled: '1' })).toBe('open')
    expect(of({ cancelled: '2' })).toBe('cancelled')
    expect(of({ ordered: '0' })).toBe('open')
    expect(of({ fulfilled: '1' })).toBe('part-fulfilled')
    expect(of({ fulfilled: '1', returned: '1' })).toBe('part-fulfilled')
    expect(of({ fulfilled: '1', cancelled: '1' })).toBe('fulfilled')
    expect(of({ fulfilled: '2', returned: '1' })).toBe('part-returned')
    expect(of({ fulfilled: '2', returned: '2' })).toBe('returned')
  })
})

describe('the payment status of an order', () => {
  const status = (...transactions: PaymentTransaction[]) => paymentStatusOf(order, { transactions })

  it('follows the successful transactions', () => {
    expect(status()).toBe('unpaid')
    expect(status(paid('authorization', '100'))).toBe('authorised')
    expect(status(paid('authorization', '100'), paid('void', '100'))).toBe('voided')
    expect(status(paid('authorization', '100'), paid('capture', '40'))).toBe('part-paid')
    expect(status(paid('sale', '100'))).toBe('paid')
    expect(status(paid('sale', '120'), paid('change', '20'))).toBe('paid')
    expect(status(paid('sale', '120'))).toBe('over-paid')
    expect(status(paid('sale', '100'), paid('refund', '30'))).toBe('part-refunded')
    expect(status(paid('sale', '100'), paid('refund', '100'))).toBe('refunded')
    expect(status(paid('sale', '100'), paid('chargeback', '100'))).toBe('charged-back')
    const won = paid('chargeback-reversal', '100')
    expect(status(paid('sale', '100'), paid('chargeback', '100'), won)).toBe('paid')
  })

  it('counts what is pending, failed or unknown as nothing', () => {
    for (const state of ['pending', 'failed', 'unknown'] as const) {
      expect(status({ ...paid('sale', '100'), state })).toBe('unpaid')
      expect(status(paid('sale', '100'), { ...paid('refund', '50'), state })).toBe('paid')
    }
  })

  it('counts a sale that is voided as not taken', () => {
    const sale = paid('sale', '100')
    const parent = ref('OrderTransaction', 'sale 100')
    expect(status(sale, { ...paid('void', '100'), parent })).toBe('voided')
  })

  it('follows the buyer’s side where every transaction knows it', () => {
    const both = (shop: string, buyer: string) => ({
      shop: { amount: shop, currency: 'EUR' },
      buyer: { amount: buyer, currency: 'USD' },
    })
    const foreign = { ...order, buyerCurrency: 'USD', asserted: { total: both('100', '110') } }
    // the rate of the day of payment was another one
    const transactions = [{ ...paid('sale', '99.5'), amount: both('99.5', '110') }]
    expect(paymentStatusOf(foreign, { transactions })).toBe('paid')
    expect(paymentStatusOf(foreign, { transactions: [paid('sale', '99.5')] })).toBe('part-paid')
  })

  it('falls back on the outstanding amount, and on refunds that are told', () => {
    const left = (amount: string, facts: OrderFacts = {}) => {
      const outstanding = { amount, currency: 'EUR' }
      return paymentStatusOf({ ...order, asserted: { ...order.asserted, outstanding } }, facts)
    }
    expect(left('100')).toBe('unpaid')
    expect(left('40')).toBe('part-paid')
    expect(left('0')).toBe('paid')
    expect(left('-5')).toBe('over-paid')
    expect(left('0', { refunds: [refund({})] })).toBe('part-refunded')
    expect(left('0', { refunds: [refund({ state: 'pending' })] })).toBe('paid')
    expect(left('0', { refunds: [refund({ amount: euros('100') })] })).toBe('part-refunded')
    expect(paymentStatusOf(order)).toBe('unknown')
  })

  it('is paid or refunded in full where nothing is owed any more', () => {
    const free: Order = { ...order, asserted: { total: euros('0') } }
    expect(paymentStatusOf(free, { transactions: [] })).toBe('paid')
    const outstanding = { amount: '0', currency: 'EUR' }
    const given: Order = { ...order, asserted: { currentTotal: euros('0'), outstanding } }
    expect(paymentStatusOf(given, { refunds: [refund({})] })).toBe('refunded')
  })

  it('adds the order up where the source states no total', () => {
    const bare: Order = { ...order, asserted: {} }
    expect(paymentStatusOf(bare, { transactions: [paid('sale', '100')] })).toBe('paid')
    expect(paymentStatusOf(bare, { transactions: [paid('sale', '99')] })).toBe('part-paid')
  })

  it('is unknown where amounts are in no currency of the order', () => {
    const outstanding = { amount: '40', currency: 'USD' }
    const other: Order = { ...order, asserted: { total: euros('100'), outstanding } }
    expect(paymentStatusOf(other)).toBe('unknown')
    const dollars = { ...paid('sale', '100'), amount: { shop: { amount: '100', currency: 'USD' } } }
    expect(paymentStatusOf(order, { transactions: [dollars] })).toBe('unknown')
  })
})

describe('the lifecycle of an order', () => {
  it('follows its own facts, and a cancellation wins over all of them', () => {
    const at = '2026-01-02T00:00:00Z'
    expect(lifecycleOf({})).toBe('placed')
    expect(lifecycleOf({ draft: false })).toBe('placed')
    expect(lifecycleOf({ draft: true })).toBe('draft')
    expect(lifecycleOf({ closedAt: at })).toBe('closed')
    expect(lifecycleOf({ cancelledAt: at })).toBe('cancelled')
    expect(lifecycleOf({ cancelledAt: at, closedAt: at, draft: true })).toBe('cancelled')
  })
})

const lines = (...quantities: Partial<LineQuantity>[]): Pick<Order, 'lines'> => ({
  lines: quantities.flatMap((quantity) => counted(quantity).lines),
})

describe('the fulfilment status of an order', () => {
  it('is partial as soon as one line has gone out, and complete when all have', () => {
    expect(fulfilmentStatusOf(lines({ fulfilled: '2' }, {}))).toBe('partial')
    expect(fulfilmentStatusOf(lines({}, { fulfilled: '1' }))).toBe('partial')
    expect(fulfilmentStatusOf(lines({ fulfilled: '2' }, { fulfilled: '2' }))).toBe('complete')
    expect(fulfilmentStatusOf(lines({}, {}))).toBe('none')
  })

  it('follows shipments that have left, else counters', () => {
    const by = (...shipments: Shipment[]) => fulfilmentStatusOf(order, { shipments })
    expect(by()).toBe('none')
    expect(by(sent('1', 'created'))).toBe('none')
    expect(by(sent('1', 'cancelled'))).toBe('none')
    expect(by(sent('1'))).toBe('partial')
    expect(by(sent('1'), sent('1', 'lost'))).toBe('complete')
    expect(fulfilmentStatusOf(counted({ fulfilled: '1', cancelled: '1' }))).toBe('complete')
    expect(fulfilmentStatusOf(counted({ fulfilled: '1', returned: '1' }))).toBe('partial')
  })

  it('says why nothing has left yet', () => {
    const work = (...states: FulfilmentOrder['state'][]) =>
      fulfilmentStatusOf(order, {
        fulfilmentOrders: states.map((state) => ({
          refs: [],
          order: orderRef,
          lines: [],
          method: 'ship' as const,
          state,
        })),
      })
    expect(work('scheduled')).toBe('scheduled')
    expect(work('scheduled', 'open')).toBe('requested')
    expect(work('scheduled', 'in-progress')).toBe('requested')
    expect(work('open', 'on-hold')).toBe('on-hold')
    expect(work('rejected', 'cancelled')).toBe('rejected')
    expect(work('cancelled')).toBe('none')
  })

  it('needs none where nothing ships', () => {
    const lines = order.lines.map((line) => ({ ...line, requiresShipping: false }))
    expect(fulfilmentStatusOf({ lines })).toBe('not-required')
  })
})

describe('the return status of an order', () => {
  it('is in part as soon as one line is, and whole when every line that was sent is', () => {
    const back = { fulfilled: '2', returned: '2' }
    expect(returnStatusOf(lines(back, { fulfilled: '2' }))).toBe('part-returned')
    expect(returnStatusOf(lines({ fulfilled: '2' }, back))).toBe('part-returned')
    expect(returnStatusOf(lines(back, back))).toBe('returned')
    expect(returnStatusOf(lines(back, {}))).toBe('returned')
  })

  it('is none where nothing came back and nothing is announced any more', () => {
    const returns = (['declined', 'cancelled'] as const).map((state) => ({
      refs: [],
      order: orderRef,
      state,
      lines: [],
    }))
    expect(returnStatusOf(order, { returns })).toBe('none')
  })

  it('follows received units, else counters', () => {
    const back = (state: 'requested' | 'approved' | 'received', received: string) =>
      returnStatusOf(counted({ fulfilled: '2' }), {
        returns: [
          {
            refs: [],
            order: orderRef,
            state,
            lines: [{ line: lineRef, quantity: { announced: '2', received } }],
          },
        ],
      })
    expect(back('requested', '0')).toBe('requested')
    expect(back('approved', '0')).toBe('in-progress')
    expect(back('received', '1')).toBe('part-returned')
    expect(back('received', '2')).toBe('returned')
    expect(returnStatusOf(counted({ fulfilled: '2', returned: '1' }))).toBe('part-returned')
    expect(returnStatusOf(order)).toBe('none')
  })
})

describe('the status of an order', () => {
  it('agrees with its own counters and amounts when it is made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitraryOrderWithFacts, ({ order, facts }) => {
        const status = orderStatus(order, facts)
        expect(status.findings).toEqual([])
        expect(status.fulfilment).toBe(orderStatus(order).fulfilment)
        expect(status.returns).toBe(orderStatus(order).returns)
        expect(orderStatus(order, facts)).toEqual(status)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not depend on the order in which facts are told', () => {
    fc.assert(
      fc.property(arbitraryOrderWithFacts, ({ order, facts }) => {
        const turned = Object.fromEntries(
          Object.entries(facts).map(([kind, list]) => [kind, [...list].reverse()]),
        )
        expect(orderStatus(order, turned)).toEqual(orderStatus(order, facts))
      }),
      { numRuns: 1000 },
    )
  })

  it('records where labels and counters say otherwise, and overwrites nothing', () => {
    const labelled: Order = {
      ...counted({ fulfilled: '2', returned: '1' }),
      asserted: {
        total: euros('100'),
        outstanding: { amount: '40', currency: 'EUR' },
        payment: { raw: 'pending', value: 'unpaid' },
        fulfilment: { raw: 'fulfilled', value: 'complete' },
      },
    }
    const facts = { transactions: [paid('sale', '100')], shipments: [sent('1')], returns: [] }
    const { findings, ...status } = orderStatus(labelled, facts)
    expect(status).toEqual({
      lifecycle: 'placed',
      payment: 'paid',
      fulfilment: 'partial',
      returns: 'none',
    })
    expect(findings).toMatchObject([
      { code: 'payment-label-differs', path: '/asserted/payment' },
      { code: 'outstanding-differs', difference: { amount: '40', currency: 'EUR' } },
      { code: 'fulfilment-label-differs', path: '/asserted/fulfilment' },
      { code: 'fulfilled-differs', path: '/lines/0/quantity/fulfilled' },
      { code: 'returned-differs', path: '/lines/0/quantity/returned' },
    ])
  })

  it('says when goods left after the order was cancelled', () => {
    const cancelled = { ...order, cancelledAt: '2026-01-02T00:00:00Z' }
    const left = (handedOverAt: string) => {
      const shipments = [{ ...sent('2'), handedOverAt }]
      return codes(orderStatus(cancelled, { shipments }).findings)
    }
    expect(left('2026-01-01T00:00:00Z')).not.toContain('sent-after-cancellation')
    expect(left('2026-01-02T00:30:00+01:00')).not.toContain('sent-after-cancellation')
    expect(left('2026-01-02T00:00:01Z')).toContain('sent-after-cancellation')
  })

  it('takes no word for a disagreement that counters cannot tell apart', () => {
    const asserted = (payment: NonNullable<Order['asserted']['payment']>): Order => ({
      ...order,
      asserted: { ...order.asserted, outstanding: { amount: '0', currency: 'EUR' }, payment },
    })
    expect(orderStatus(asserted({ raw: 'refunded', value: 'refunded' })).findings).toEqual([])
    expect(orderStatus(asserted({ raw: 'odd', value: 'unknown' })).findings).toEqual([])
    expect(codes(orderStatus(asserted({ raw: 'pending', value: 'unpaid' })).findings)).toEqual([
      'payment-label-differs',
    ])
  })
})

describe('what is refundable', () => {
  it('never exceeds what was taken and is still there, on every line and in all', () => {
    fc.assert(
      fc.property(arbitraryOrderWithFacts, ({ order, facts }) => {
        const left = refundable(order, { ...facts, side: 'shop' })
        if (!left) throw new Error('the shop side is always known')
        const { captured, refunded, pending, money } = left
        const rest = subtractMoney(subtractMoney(captured, refunded), pending)
        expect(compareDecimals(money.amount, rest.amount)).toBeLessThanOrEqual(0)
        for (const [index, { units, money: share }] of left.lines.entries()) {
          const { ordered } = order.lines[index]?.quantity ?? none
          expect(compareDecimals(units, ordered)).toBeLessThanOrEqual(0)
          expect(compareDecimals(share.amount, money.amount)).toBeLessThanOrEqual(0)
          expect(compareDecimals(share.amount, '0')).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('books only successes: a pending refund is neither booked nor free to be given again', () => {
    const transactions = [paid('sale', '100')]
    const of = (state: Refund['state']) =>
      refundable(order, { transactions, refunds: [refund({ state })], side: 'shop' })
    expect(of('pending')).toMatchObject({
      refunded: { amount: '0' },
      pending: { amount: '50' },
      money: { amount: '50' },
      lines: [{ units: '1', money: { amount: '50' } }],
    })
    expect(of('succeeded')).toMatchObject({ refunded: { amount: '50' }, pending: { amount: '0' } })
    expect(of('failed')).toMatchObject({ money: { amount: '100' }, lines: [{ units: '2' }] })
  })

  it('counts a refund and the transaction that moves it once', () => {
    const moved = paid('refund', '50')
    const refunds = [refund({ transactions: moved.refs })]
    const transactions = [paid('sale', '100'), moved]
    const left = refundable(order, { transactions, refunds, side: 'shop' })
    expect(left).toMatchObject({ refunded: { amount: '50' }, money: { amount: '50' } })
  })

  it('is net of an exchange: the line is given back whole, the money only as it was paid out', () => {
    const transactions = [paid('sale', '100')]
    const exchange = [{ kind: 'exchange' as const, amount: euros('-30') }]
    const refunds = [refund({ amount: euros('20'), adjustments: exchange })]
    const left = refundable(order, { transactions, refunds, side: 'shop' })
    expect(left).toMatchObject({
      refunded: { amount: '20' },
      money: { amount: '80' },
      lines: [{ units: '1', money: { amount: '50' } }],
    })
  })
})

describe('the facts of an order together', () => {
  it('are found out when more is sent, comes back or is refunded than there was', () => {
    expect(codes(checkShipments(order, [sent('3')]))).toEqual(['over-shipped'])
    const lines = [{ line: lineRef, quantity: { announced: '2', received: '2' } }]
    const returns = [{ refs: [], order: orderRef, state: 'received' as const, lines }]
    expect(codes(checkReturns(counted({ fulfilled: '1' }), { returns }))).toEqual(['over-returned'])
    const transactions = [paid('sale', '30')]
    expect(checkRefunds(order, { transactions, refunds: [refund({})] })).toMatchObject([
      { code: 'over-refunded', difference: { amount: '20', currency: 'EUR' } },
      { code: 'refunded-without-return' },
    ])
    const many = [{ line: lineRef, quantity: '3', net: euros('50'), taxes: [] }]
    expect(codes(checkRefunds(order, { refunds: [refund({ lines: many })] }))).toEqual([
      'over-refunded-units',
    ])
  })

  it('may give money back for units that the buyer keeps, where it says so', () => {
    const goodwill = [{ line: lineRef, quantity: '1', net: euros('50'), taxes: [], goodwill: true }]
    expect(checkRefunds(order, { refunds: [refund({ lines: goodwill })] })).toEqual([])
  })
})

describe('the totals of an order', () => {
  it('keep a returned unit in the original total and take it out of the current one', () => {
    const returned = counted({ fulfilled: '2', returned: '1' })
    expect(originalTotals(returned, 'shop')?.total.amount).toBe('100')
    expect(orderTotals(returned, 'shop')?.total.amount).toBe('50')
  })

  it('fall by what comes back, up to the smallest unit of every part that is split', () => {
    fc.assert(
      fc.property(arbitraryOrderWithFacts, ({ order }) => {
        const kept: Order = {
          ...order,
          lines: order.lines.map((line) => ({
            ...line,
            quantity: { ...line.quantity, returned: '0' },
          })),
        }
        const splits = order.lines.flatMap(({ discounts, taxes }) => [1, ...discounts, ...taxes])
        const slack = fromUnits(-BigInt(splits.length), currencyExponent(order.currency))
        const fall = subtractMoney(totalOf(kept), totalOf(order))
        expect(originalTotals(kept, 'shop')).toEqual(originalTotals(order, 'shop'))
        expect(compareDecimals(fall.amount, slack)).not.toBe(-1)
      }),
      { numRuns: 1000 },
    )
  })

  it('price a catch-weight line by its measure, and split it by count', () => {
    const weighed: Order = {
      ...counted({ cancelled: '1' }),
      lines: counted({ cancelled: '1' }).lines.map((line) => ({
        ...line,
        unit: 'C62',
        unitPrice: euros('19.9'),
        measured: { value: '1.257', unit: 'KGM' },
      })),
    }
    expect(originalTotals(weighed, 'shop')?.total.amount).toBe('25.01')
    expect(orderTotals(weighed, 'shop')?.total.amount).toBe('12.51')
  })
})

function totalOf(order: Order): Money {
  const totals = orderTotals(order, 'shop')
  if (!totals) throw new Error('the shop side is always known')
  return totals.total
}
