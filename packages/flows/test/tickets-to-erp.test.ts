import type { Order, Refund } from '@canonry/model'
import { arbitraryOrder, arbitraryRefund } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ticketsToErp } from '../src/index.js'
import { anOrder, changeOf, erp, tills } from './stock/ledger.js'

const [tickets, refunds] = ticketsToErp({ from: [tills], to: erp })
const [placed] = anOrder()
const closedAt = '2026-11-28T10:00:00Z'

function plansFor(ticket: Order) {
  return tickets?.decide(changeOf('order', { after: ticket })) ?? []
}

function decided(change: { readonly before: Order; readonly after: Order }) {
  return tickets?.decide(changeOf('order', change)) ?? []
}

const TILL_REF = { system: 'square', account: 'acme', id: '1' }

function tipOf(amount: string): Order['charges'][number] {
  const money = { shop: { amount, currency: 'EUR' } }
  return { kind: 'tip', amount: money, removed: false, discounts: [], taxes: [] }
}

describe('ticketsToErp', () => {
  it('books a closed ticket once and for ever', () => {
    expect(plansFor({ ...placed, closedAt })).toMatchObject([
      { kind: 'upsert', connection: 'erp', once: true, slaMs: 14_400_000 },
    ])
  })

  it('books no ticket that is open, empty or a test', () => {
    const closed = { ...placed, closedAt }
    const others = [placed, { ...closed, lines: [], charges: [] }, { ...closed, test: true }]
    for (const ticket of others) expect(plansFor(ticket)).toEqual([])
  })

  const shop = (amount: string) => ({ shop: { amount, currency: 'EUR' } })

  it.each<[string, Partial<Order>]>([
    ['a tip was added', { charges: [tipOf('3')] }],
    ['a line was left out', { lines: placed.lines.slice(1) }],
    ['cash was rounded', { rounding: shop('0.02') }],
    ['a gift card turns out to have paid', { asserted: { byGiftCard: shop('5') } }],
    ['it turns out to be of another store', { location: { ...TILL_REF, kind: 'Location' } }],
    ['it turns out to be of another day', { placedAt: '2026-11-01T10:00:00Z' }],
    ['the till says its business day', { businessDate: '2026-11-01' }],
  ])('corrects what it booked where %s', (_, change) => {
    const sold = { ...placed, closedAt, charges: [tipOf('2')] }
    const [plan] = decided({ before: sold, after: { ...sold, ...change } })
    expect(plan).toMatchObject({ kind: 'upsert', connection: 'erp' })
    expect(plan).not.toHaveProperty('once')
  })

  it.each<[string, Partial<Order>]>([
    ['it is touched', { updatedAt: '2026-11-29T10:00:00Z' }],
    ['its buyer is known later', { customer: { ...TILL_REF, kind: 'Customer' } }],
    ['something is noted on it', { note: 'wants a bag' }],
    [
      'some of it comes back',
      {
        lines: placed.lines.map((line) => ({
          ...line,
          sku: 'NEW-NAME',
          quantity: { ...line.quantity, returned: '1' },
        })),
      },
    ],
  ])('leaves what it booked as it is where %s', (_, change) => {
    const sold = { ...placed, closedAt }
    expect(decided({ before: sold, after: { ...sold, ...change } })).toMatchObject([
      { kind: 'upsert', once: true },
    ])
  })

  it('takes back what is voided, and a refund that failed', () => {
    const voided = { ...placed, closedAt, cancelledAt: closedAt }
    expect(decided({ before: { ...placed, closedAt }, after: voided })).toMatchObject([
      { kind: 'cancel', connection: 'erp' },
    ])
    const [back] = fc.sample(arbitraryRefund, { seed: 1, numRuns: 1 }) as [Refund]
    const failed = {
      before: { ...back, state: 'succeeded' as const },
      after: { ...back, state: 'failed' as const },
    }
    expect(refunds?.decide(changeOf('refund', failed))).toMatchObject([{ kind: 'cancel' }])
  })

  it('corrects a refund where it turns out to have gone onto a gift card, or to be of another day or store', () => {
    const [any] = fc.sample(arbitraryRefund, { seed: 1, numRuns: 1 }) as [Refund]
    const { toGiftCard: _, ...back } = { ...any, state: 'succeeded' as const }
    const planned = (after: Refund) => refunds?.decide(changeOf('refund', { before: back, after }))
    expect(planned({ ...back, toGiftCard: back.amount })?.[0]).not.toHaveProperty('once')
    expect(planned({ ...back, at: '2026-11-01T10:00:00Z' })?.[0]).not.toHaveProperty('once')
    const location = { ...TILL_REF, kind: 'Location' }
    expect(planned({ ...back, location })?.[0]).not.toHaveProperty('once')
    expect(planned({ ...back, note: 'was broken' })).toMatchObject([{ once: true }])
  })

  it('books a ticket of no more than a service charge', () => {
    const amount = { shop: { amount: '5', currency: 'EUR' } }
    const fee = { kind: 'fee' as const, amount, removed: false, discounts: [], taxes: [] }
    const ticket = { ...placed, closedAt, lines: [], charges: [fee] }
    expect(plansFor(ticket)).toMatchObject([{ kind: 'upsert', connection: 'erp', once: true }])
  })

  it('books every refund once, when its money went back, and decides the same whenever it is asked', () => {
    fc.assert(
      fc.property(arbitraryRefund, (refund: Refund) => {
        const change = changeOf('refund', { after: refund })
        const plans = refunds?.decide(change) ?? []
        const booked = { kind: 'upsert', connection: 'erp', once: true }
        const ended = { kind: 'cancel', connection: 'erp' }
        const wanted = { succeeded: [booked], failed: [ended], pending: [], unknown: [] }
        expect(plans).toMatchObject(wanted[refund.state])
        expect(refunds?.decide(change)).toEqual(plans)
      }),
    )
    fc.assert(
      fc.property(arbitraryOrder, (ticket) => {
        expect(plansFor(ticket)).toEqual(plansFor(ticket))
      }),
    )
  })
})
