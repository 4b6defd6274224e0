import { describe, expect, it } from 'vitest'
import { valueAtStake } from '../src/effects/value-at-stake.js'

const money = { amount: '12.5', currency: 'EUR' }

describe('the value at stake', () => {
  it('is the amount of the entity, the shop side of it where there are two', () => {
    expect(valueAtStake({ entity: 'payout', body: { amount: money } })).toEqual(money)
    const refund = { amount: { shop: money, buyer: { amount: '14', currency: 'USD' } } }
    expect(valueAtStake({ entity: 'refund', body: refund })).toEqual(money)
  })

  it('is unknown where the entity has none', () => {
    expect(valueAtStake({ entity: 'product', body: { title: 'a shirt' } })).toBe(undefined)
    expect(valueAtStake({ entity: 'refund', body: null })).toBe(undefined)
    expect(valueAtStake({ entity: 'order', body: {} })).toBe(undefined)
  })
})
