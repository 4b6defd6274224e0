import {
  checkOrder,
  fulfilmentStatusOf,
  lifecycleOf,
  Order,
  orderTotals,
  paymentStatusOf,
  totalDifference,
} from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const euros = (amount: string) => ({ shop: { amount, currency: 'EUR' } })
const ref = { system: 'shopify', account: 'acme', kind: 'LineItem', id: '1' }
const line = {
  ref,
  title: 'Lamp',
  quantity: { ordered: '2', cancelled: '0', fulfilled: '0', returned: '0' },
  unitPrice: euros('48'),
  discounts: [{ application: '0', amount: euros('19.2') }],
  taxes: [],
  giftCard: false,
  requiresShipping: true,
}
const order: Order = {
  refs: [{ ...ref, kind: 'Order' }],
  number: '#1',
  placedAt: '2026-01-01T10:00:00+01:00',
  currency: 'EUR',
  taxIncluded: true,
  lines: [line],
  charges: [],
  discounts: [{ key: '0', kind: 'percent', value: '20', target: 'line', method: 'each' }],
  tags: [],
  asserted: {},
}

describe('order', () => {
  it('keeps every invariant when it is made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitraryOrder, (made) => {
        expect(Order.safeParse(made).error).toBeUndefined()
        expect(checkOrder(made)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('counts a discount for the units that are left after an edit', () => {
    const edited = { ...line, quantity: { ...line.quantity, cancelled: '1' } }
    expect(orderTotals(order, 'shop')?.total.amount).toBe('76.8')
    expect(orderTotals({ ...order, lines: [edited] }, 'shop')?.total.amount).toBe('38.4')
  })

  it('splits a line so that what is left never costs less than nothing', () => {
    fc.assert(
      fc.property(arbitraryOrder, (made) => {
        for (const { net } of orderTotals(made, 'shop')?.lines ?? []) {
          expect(net.amount).not.toMatch(/^-/)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('adds exclusive tax and leaves inclusive tax inside', () => {
    const tax = { title: 'VAT', amount: euros('10'), collectedBy: 'merchant' as const }
    const taxed = (included: boolean) => ({
      ...order,
      lines: [{ ...line, taxes: [{ ...tax, included }] }],
    })
    expect(orderTotals(taxed(true), 'shop')?.total.amount).toBe('76.8')
    expect(orderTotals(taxed(false), 'shop')?.total.amount).toBe('86.8')
    expect(orderTotals(taxed(true), 'shop')?.tax.amount).toBe('10')
  })

  it('takes the price that the source states for a discounted charge', () => {
    const shipping = {
      kind: 'shipping' as const,
      amount: euros('10'),
      discounted: euros('0'),
      removed: false,
      discounts: [],
      taxes: [],
    }
    const totals = orderTotals({ ...order, charges: [shipping] }, 'shop')
    expect(totals?.total.amount).toBe('76.8')
    expect(totals?.charges[0]?.discount.amount).toBe('10')
  })

  it('says by how much the source differs from its own parts, and on which side it cannot tell', () => {
    const claimed = { ...order, asserted: { total: euros('76.79') } }
    expect(totalDifference(claimed, 'shop')).toEqual({ amount: '-0.01', currency: 'EUR' })
    expect(checkOrder(claimed)).toMatchObject([
      { code: 'total-differs', difference: { amount: '-0.01', currency: 'EUR' } },
    ])
    const foreign = { ...claimed, buyerCurrency: 'USD', asserted: { total: euros('76.8') } }
    expect(checkOrder(foreign)).toMatchObject([{ code: 'side-unknown' }])
  })

  it('finds counters that contradict each other and allocations without an application', () => {
    const quantity = { ordered: '1', cancelled: '2', fulfilled: '0', returned: '1' }
    const wrong = { ...order, lines: [{ ...line, quantity }], discounts: [] }
    expect(checkOrder(wrong).map(({ code }) => code)).toEqual([
      'over-cancelled',
      'over-returned',
      'unknown-application',
    ])
  })

  it('comes in every shape that shops sell', () => {
    const seen = new Set<string>()
    const see = (name: string, is: boolean) => is && seen.add(name)
    fc.assert(
      fc.property(arbitraryOrder, ({ buyerCurrency, taxIncluded, rounding, lines, channel }) => {
        see('two currencies', buyerCurrency !== undefined)
        see(taxIncluded ? 'inclusive' : 'exclusive', true)
        see('cash rounding', rounding !== undefined && rounding.shop.amount !== '0')
        see('a till', channel?.kind === 'store')
        for (const { unit, measured, parent, giftCard, quantity, discounts, taxes } of lines) {
          see('weighed', unit === 'KGM')
          see('catch weight', measured !== undefined)
          see('a bundle', parent !== undefined)
          see('a gift card', giftCard)
          see('discounted', discounts.length > 0)
          see('taxed twice', taxes.length === 2)
          for (const [name, value] of Object.entries(quantity)) see(name, value !== '0')
        }
      }),
      { numRuns: 500, seed: 1 },
    )
    expect([...seen].sort()).toEqual([
      'a bundle',
      'a gift card',
      'a till',
      'cancelled',
      'cash rounding',
      'catch weight',
      'discounted',
      'exclusive',
      'fulfilled',
      'inclusive',
      'ordered',
      'returned',
      'taxed twice',
      'two currencies',
      'weighed',
    ])
  })

  const codesOf = (change: Partial<Order>) =>
    checkOrder({ ...order, ...change }).map(({ code }) => code)
  const lineCodes = (change: Partial<Order['lines'][number]>) =>
    codesOf({ lines: [{ ...line, ...change }] })
  const counters = (quantity: Partial<typeof line.quantity>) => ({
    quantity: { ...line.quantity, ...quantity },
  })

  it('is found out when more was sent than is left, or less than nothing', () => {
    expect(lineCodes(counters({ cancelled: '1', fulfilled: '2' }))).toEqual(['over-fulfilled'])
    expect(lineCodes(counters({ returned: '-1' }))).toEqual(['negative-counter'])
  })

  it('is found out when it counts parts of a piece, or goods that weigh less than nothing', () => {
    expect(lineCodes({ ...counters({ cancelled: '0.5' }), unit: 'C62' })).toEqual([
      'fraction-of-unit',
    ])
    expect(lineCodes({ ...counters({ cancelled: '0.5' }), unit: 'KGM' })).toEqual([])
    const discounted = { discounts: [], measured: { value: '-1', unit: 'KGM' } }
    expect(lineCodes(discounted)).toEqual(['negative-measure'])
  })

  it('is found out when a line stands twice, or belongs to no bundle of it', () => {
    expect(codesOf({ lines: [line, line] })).toEqual(['duplicate-line'])
    const part = { ...line, ref: { ...ref, id: '2' }, parent: ref }
    const deep = { ...line, ref: { ...ref, id: '3' }, parent: part.ref }
    expect(codesOf({ lines: [line, part] })).toEqual([])
    expect(codesOf({ lines: [part] })).toEqual(['unknown-parent'])
    expect(codesOf({ lines: [line, part, deep] })).toEqual(['unknown-parent'])
  })

  it('says by how much a discount differs from its allocations, or is above the price', () => {
    const [application] = order.discounts
    if (!application) throw new Error('the order has a discount')
    const stated = { ...application, amount: euros('20') }
    expect(checkOrder({ ...order, discounts: [stated] })).toMatchObject([
      {
        code: 'allocation-differs',
        path: '/discounts/0/amount',
        difference: { amount: '0.8', currency: 'EUR' },
      },
    ])
    expect(codesOf({ discounts: [application, application] })).toEqual(['duplicate-application'])
    const discounts = [{ application: '0', amount: euros('96.01') }]
    expect(checkOrder({ ...order, lines: [{ ...line, discounts }] })).toMatchObject([
      { code: 'over-discounted', difference: { amount: '-0.01', currency: 'EUR' } },
    ])
  })

  it('is found out when those who pay for a discount pay more or less than all of it', () => {
    const funded = (...shares: string[]) =>
      codesOf({
        discounts: order.discounts.map((application) => ({
          ...application,
          funding: shares.map((share) => ({ by: 'vendor' as const, share })),
        })),
      })
    expect(funded('0.7', '0.3')).toEqual([])
    expect(funded('0.7', '0.2')).toEqual(['funding-differs'])
    expect(funded('1.5', '-0.5')).toEqual(['funding-differs'])
  })

  it('adds no money of another currency up, and says where it stands', () => {
    const dollars = { shop: { amount: '1', currency: 'USD' } }
    const wrong = { ...order, lines: [{ ...line, discounts: [], unitPrice: dollars }] }
    expect(orderTotals(wrong, 'shop')).toBeUndefined()
    expect(checkOrder(wrong)).toMatchObject([
      { code: 'wrong-currency', path: '/lines/0/unitPrice/shop' },
      { code: 'side-unknown' },
    ])
    const outstanding = { amount: '1', currency: 'USD' }
    expect(codesOf({ asserted: { outstanding } })).toEqual(['wrong-currency'])
  })

  it('says when the source’s total of what was ordered differs, and the same cents only once', () => {
    const cancelled = { ...line, ...counters({ cancelled: '1' }) }
    const asserted = (total: string, currentTotal: string) =>
      checkOrder({
        ...order,
        lines: [cancelled],
        asserted: { total: euros(total), currentTotal: euros(currentTotal) },
      })
    expect(asserted('76.8', '38.4')).toEqual([])
    expect(asserted('76.7', '38.4')).toMatchObject([
      { path: '/asserted/total', difference: { amount: '-0.1', currency: 'EUR' } },
    ])
    expect(asserted('76.7', '38.3')).toMatchObject([{ path: '/asserted/currentTotal' }])
  })

  it('derives its statuses from facts, never from labels', () => {
    expect(lifecycleOf(order)).toBe('placed')
    expect(lifecycleOf({ ...order, draft: true })).toBe('draft')
    expect(lifecycleOf({ ...order, closedAt: '2026-01-02T00:00:00Z' })).toBe('closed')
    const both = { cancelledAt: '2026-01-02T00:00:00Z', closedAt: '2026-01-01T00:00:00Z' }
    expect(lifecycleOf({ ...order, ...both })).toBe('cancelled')
    const outstanding = (amount: string): Order => ({
      ...order,
      asserted: { total: euros('10'), outstanding: { amount, currency: 'EUR' } },
    })
    expect(paymentStatusOf(outstanding('0'))).toBe('paid')
    expect(paymentStatusOf(outstanding('4'))).toBe('part-paid')
    expect(paymentStatusOf(outstanding('10'))).toBe('unpaid')
    expect(paymentStatusOf(order)).toBe('unknown')
    const shipped = { ...line, quantity: { ...line.quantity, fulfilled: '2' } }
    expect(fulfilmentStatusOf({ lines: [line] })).toBe('none')
    expect(fulfilmentStatusOf({ lines: [line, shipped] })).toBe('partial')
    expect(fulfilmentStatusOf({ lines: [shipped] })).toBe('complete')
  })
})
