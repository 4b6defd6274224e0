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

describe('ticketsToErp', () => {
  it('books a closed ticket once and for ever', () => {
    expect(plansFor({ ...placed, closedAt })).toMatchObject([
      { kind: 'upsert', connection: 'erp', once: true, slaMs: 14_400_000 },
    ])
  })

  it('books no ticket that is open, empty, cancelled or a test', () => {
    const closed = { ...placed, closedAt }
    const others = [
      placed,
      { ...closed, lines: [], charges: [] },
      { ...closed, cancelledAt: closedAt },
      { ...closed, test: true },
    ]
    for (const ticket of others) expect(plansFor(ticket)).toEqual([])
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
        expect(plans).toMatchObject(refund.state === 'succeeded' ? [booked] : [])
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
