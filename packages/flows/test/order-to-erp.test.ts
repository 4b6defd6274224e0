import { type Customer, lifecycleOf, type Order } from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import type { Change, Flow } from '@canonry/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderToErp } from '../src/index.js'
import { erp, shop } from './stock/ledger.js'

const [customers, orders] = orderToErp({ from: [shop], to: erp, sla: '5m' }) as [Flow, Flow]

const changeOf = (entity: 'order' | 'customer', after: Order | Customer) =>
  ({ entity, id: '1', connection: 'shop', source: after.refs[0], after, paths: [''] }) as Change

describe('orderToErp', () => {
  it('books every live order after its customer, and cancels what was cancelled', () => {
    const live = arbitraryOrder.filter(
      (order) => lifecycleOf(order) !== 'draft' && order.test !== true,
    )
    fc.assert(
      fc.property(live, (order) => {
        const [plan, ...more] = orders.decide(changeOf('order', order))
        const cancelled = lifecycleOf(order) === 'cancelled'
        expect(more).toEqual([])
        expect(plan).toMatchObject({
          kind: cancelled ? 'cancel' : 'upsert',
          connection: 'erp',
          body: order,
          slaMs: 300_000,
          after: cancelled || !order.customer ? [] : [order.customer],
        })
      }),
    )
  })

  it('leaves drafts alone until they are placed', () => {
    const drafts = arbitraryOrder.map(({ cancelledAt: _, closedAt: __, ...order }) => ({
      ...order,
      draft: true,
    }))
    fc.assert(
      fc.property(drafts, (draft) => {
        expect(orders.decide(changeOf('order', draft))).toEqual([])
      }),
    )
  })

  it('books no order that was made to try the shop out, and cancels it where it was booked', () => {
    const tests = arbitraryOrder.map((order) => ({ ...order, test: true }))
    fc.assert(
      fc.property(tests, (order) => {
        const plans = orders.decide(changeOf('order', order))
        const cancelled = lifecycleOf(order) === 'cancelled'
        expect(plans.map(({ kind }) => kind)).toEqual(cancelled ? ['cancel'] : [])
      }),
    )
  })

  it('decides the same whenever it is asked', () => {
    fc.assert(
      fc.property(arbitraryOrder, (order) => {
        const change = changeOf('order', order)
        expect(orders.decide(change)).toEqual(orders.decide(structuredClone(change)))
      }),
    )
  })

  it('keeps customers known in the ERP', () => {
    const customer = { refs: [{ system: 'shopify', account: 'acme', kind: 'Customer', id: '7' }] }
    expect(customers.decide(changeOf('customer', customer))).toMatchObject([
      { kind: 'upsert', connection: 'erp', body: customer },
    ])
  })

  it('listens to its shops alone', () => {
    expect([customers.from, orders.from]).toEqual([['shop'], ['shop']])
  })
})
