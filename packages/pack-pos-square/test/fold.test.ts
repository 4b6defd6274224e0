import { decodeResource } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import { square } from '../src/index.js'
import { foldOrder } from '../src/wire/fold-order.js'

const usd = (amount: number) => ({ amount, currency: 'USD' })

describe('a folded order of Square', () => {
  it('takes its currency from whatever amount it has', () => {
    const returned = { net_amounts: { total_money: usd(-100) } }
    expect(foldOrder(returned)).toMatchObject({ currency: 'USD' })
    expect(foldOrder({ line_items: [{ base_price_money: usd(1) }] })).toMatchObject({
      currency: 'USD',
    })
    expect(foldOrder({ id: 'T1' })).not.toHaveProperty('currency')
  })

  it('counts what modifiers cost in one unit, each as often as it was chosen', () => {
    const modifiers = [
      { base_price_money: usd(150), quantity: '2' },
      { base_price_money: usd(25) },
      { name: 'free' },
    ]
    expect(foldOrder({ line_items: [{ modifiers }] })).toMatchObject({
      line_items: [{ modifiers_price: usd(325) }],
    })
  })

  it('calls a tax that the order does not list by its uid', () => {
    const line_items = [{ applied_taxes: [{ tax_uid: 'gone', applied_money: usd(1) }] }]
    expect(foldOrder({ line_items })).toMatchObject({
      line_items: [{ applied_taxes: [{ tax: { name: 'gone' } }] }],
    })
  })

  it.each([null, [], 'text', { line_items: 'x', taxes: 3 }, { line_items: [null, 1] }])(
    'is no more than what it was where it is no order: %j',
    (wire) => {
      expect(() => foldOrder(wire)).not.toThrow()
    },
  )
})

describe('an order of Square', () => {
  it('that is open has neither handed over nor cancelled anything', () => {
    const order = {
      id: 'T1',
      location_id: 'L1',
      state: 'OPEN',
      created_at: '2025-08-22T17:01:10Z',
      line_items: [{ uid: 'a', quantity: '2', base_price_money: usd(100) }],
      total_money: usd(200),
    }
    const resource = square.resources['order@rest']
    if (!resource) throw new Error('the pack has lost its orders')
    const [part] = decodeResource(resource, { order }, { account: 'M1' })._unsafeUnwrap()
    expect(part?.body).toMatchObject({
      lines: [{ quantity: { ordered: '2', cancelled: '0', fulfilled: '0', returned: '0' } }],
    })
    expect(part?.findings).toEqual([])
  })
})
