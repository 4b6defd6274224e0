import { extendPrice, type Price, type PriceQuestion, pieces, priceAt } from '@canonry/model'
import { arbitraryInstant, arbitraryPrice, arbitraryQuantity } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const base: Price = {
  refs: [],
  variant: { system: 'shop', account: 'acme', kind: 'Variant', id: '1' },
  amount: { amount: '10', currency: 'EUR' },
  per: pieces(1),
  taxIncluded: true,
}
const price = (amount: string, more: Partial<Price> = {}): Price => ({
  ...base,
  amount: { amount, currency: 'EUR' },
  ...more,
})
const ask = (prices: Price[], question: Partial<PriceQuestion> = {}) =>
  priceAt(prices, { at: '2026-06-15T12:00:00Z', quantity: pieces(5), ...question })?.amount.amount

describe('priceAt', () => {
  it('takes the tier that the quantity reaches', () => {
    const tiers = [
      price('10'),
      price('9', { minimum: pieces(5) }),
      price('8', { minimum: pieces(6) }),
    ]
    expect(ask(tiers)).toBe('9')
    expect(ask(tiers, { quantity: pieces(4) })).toBe('10')
    expect(ask(tiers, { quantity: { value: '1', unit: 'DZN' } })).toBe('8')
    expect(ask(tiers, { quantity: { value: '9', unit: 'KGM' } })).toBe('10')
  })

  it('holds from its start until just before its end', () => {
    const sale = price('7', {
      validFrom: '2026-06-15T14:00:00+02:00',
      validTo: '2026-06-16T00:00:00Z',
    })
    expect(ask([price('10'), sale])).toBe('7')
    expect(ask([price('10'), sale], { at: '2026-06-15T11:59:59.999Z' })).toBe('10')
    expect(ask([price('10'), sale], { at: '2026-06-16T00:00:00Z' })).toBe('10')
  })

  it('prefers priority, then what names more of the sale, then the later start', () => {
    const staff = price('6', { customerGroup: 'staff' })
    const web = price('7', { channel: 'web', customerGroup: 'staff' })
    const question = { customerGroup: 'staff', channel: 'web' }
    expect(ask([price('10'), staff, web], question)).toBe('7')
    expect(ask([price('10', { priority: 1 }), staff, web], question)).toBe('10')
    expect(ask([staff, web])).toBeUndefined()
    const ranked = [-2, -1, 1, 2].map((priority) => price(String(priority + 5), { priority }))
    expect(ask(ranked)).toBe('7')
    expect(ask(ranked.toReversed())).toBe('7')
    expect(ask([price('4', { priority: -1 }), price('5')])).toBe('5')
    const old = price('9', { validFrom: '2026-01-01T00:00:00Z' })
    const recent = price('11', { validFrom: '2026-05-01T00:00:00Z' })
    expect(ask([old, recent, price('10')])).toBe('11')
  })

  it('leaves out other variants, currencies, lists and places', () => {
    const there = { system: 'shop', account: 'acme', kind: 'Location', id: '9' }
    expect(
      ask([price('5', { variant: { ...base.variant, id: '2' } })], { variant: base.variant }),
    ).toBeUndefined()
    expect(ask([price('5')], { currency: 'USD' })).toBeUndefined()
    expect(ask([price('5', { priceList: 'outlet' })], { priceList: 'retail' })).toBeUndefined()
    expect(ask([price('5', { location: there })], { location: there })).toBe('5')
  })

  it('does not depend on the order in which prices are given', () => {
    const question = fc.record(
      {
        at: arbitraryInstant,
        quantity: arbitraryQuantity(),
        channel: fc.constantFrom('web', 'store'),
        customerGroup: fc.constantFrom('staff', 'trade'),
        priceList: fc.constantFrom('retail', 'outlet'),
      },
      { requiredKeys: ['at', 'quantity'] },
    )
    const prices = fc.array(arbitraryPrice, { maxLength: 12 })
    fc.assert(
      fc.property(
        prices,
        question,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (all, asked, random) => {
          const shuffled = all
            .map((item) => ({ item, place: random.next().value as number }))
            .sort((a, b) => a.place - b.place)
            .map(({ item }) => item)
          expect(priceAt(shuffled, asked)).toEqual(priceAt(all, asked))
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('extendPrice', () => {
  it('reckons with the quantity that the price is for and rounds once', () => {
    const perHundredGrams = price('1.99', { per: { value: '100', unit: 'GRM' } })
    const cost = (value: string, unit: string) =>
      extendPrice(perHundredGrams, { value, unit }, 'half-up')?.amount
    expect(cost('250', 'GRM')).toBe('4.98')
    expect(cost('1.234', 'KGM')).toBe('24.56')
    expect(cost('1', 'C62')).toBeUndefined()
    const dozen = price('12', { per: { value: '1', unit: 'DZN' } })
    expect(extendPrice(dozen, pieces(5), 'half-up')?.amount).toBe('5')
    expect(extendPrice(price('1', { per: pieces(0) }), pieces(5), 'half-up')).toBeUndefined()
  })

  it('is exact for whole multiples of what the price is for', () => {
    fc.assert(
      fc.property(arbitraryPrice, fc.integer({ min: 1, max: 999 }), (made, times) => {
        const quantity = { ...made.per, value: String(Number(made.per.value) * times) }
        const once = extendPrice(made, made.per, 'half-up')
        expect(once).toEqual(made.amount)
        expect(extendPrice(made, quantity, 'half-up')?.currency).toBe(made.amount.currency)
      }),
      { numRuns: 1000 },
    )
  })
})
