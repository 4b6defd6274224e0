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

  it('derives its statuses from facts, never from labels', () => {
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
