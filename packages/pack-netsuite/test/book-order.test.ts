import {
  checkOrder,
  currencyExponent,
  fromUnits,
  type Money,
  type Order,
  orderTotals,
  roundDecimal,
  type Side,
} from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import { NetsuiteProfile } from '@canonry/pack-netsuite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bookOrder } from '../src/book/book-order.js'
import type { Booking } from '../src/book/booked-order.js'
import { lineAmount, unitPriceOf } from '../src/book/unit-price.js'
import { ACCOUNT, line, money, order, PROFILE } from './world.js'

function bookingFor(source: Order, side: Side = 'shop'): Booking {
  const currencies = { EUR: '1', USD: '2', JPY: '3', KWD: '4', CLF: '5' }
  return {
    account: ACCOUNT,
    profile: NetsuiteProfile.parse({ ...PROFILE, currencies, side }),
    customer: { system: 'netsuite', account: ACCOUNT, kind: 'customer', id: '9200' },
    externalId: 'shopify_acme_Order_1',
    record: 'salesOrder',
    items: new Map(source.lines.map(({ sku = '' }) => [sku, '1'])),
  }
}

const book = (source: Order, side?: Side) =>
  bookOrder(source, bookingFor(source, side))._unsafeUnwrap()

describe('a booked order', () => {
  it.each(['shop', 'buyer'] as const)('costs on the %s side what the customer owes', (side) => {
    fc.assert(
      fc.property(arbitraryOrder, (source) => {
        const { order: booked, findings } = book(source, side)
        const owed = orderTotals(source, side)?.total as Money
        const total = orderTotals(booked, 'shop')?.total
        expect(total).toEqual({ ...owed, amount: roundDecimal(owed.amount, 2, 'half-up') })
        const lost = total?.amount === owed.amount ? [] : ['precision-lost']
        const isKept = currencyExponent(owed.currency) <= 2
        const codes = findings.map(({ code }) => code)
        expect(isKept ? codes : codes.filter((code) => code !== 'rounding-booked')).toEqual(lost)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the cents of every tax', () => {
    const kept = arbitraryOrder.filter(({ currency }) => currencyExponent(currency) <= 2)
    fc.assert(
      fc.property(kept, (source) => {
        expect(orderTotals(book(source).order, 'shop')?.tax).toEqual(
          orderTotals(source, 'shop')?.tax,
        )
      }),
    )
  })

  it('keeps the invariants of orders', () => {
    fc.assert(fc.property(arbitraryOrder, (source) => checkOrder(book(source).order).length === 0))
  })

  it('is booked the same way again', () => {
    fc.assert(
      fc.property(arbitraryOrder, (source) => {
        const { order: booked } = book(source)
        const again = bookOrder(booked, bookingFor(booked))._unsafeUnwrap()
        expect(again).toEqual({ order: booked, findings: [] })
      }),
    )
  })

  it('has a line for what is left of a line, and none for what is not', () => {
    const left = { ordered: '3', cancelled: '1', fulfilled: '1', returned: '1' }
    const gone = { ordered: '2', cancelled: '2', fulfilled: '0', returned: '0' }
    const source = order({ lines: [line('1', { quantity: left }), line('2', { quantity: gone })] })
    const { lines } = book(source).order
    expect(lines.map(({ ref, quantity }) => [ref.id, quantity.ordered])).toEqual([['1', '1']])
  })

  it('has one shipping charge for all parcels, after their discounts', () => {
    const parcel = (amount: string, off: string) => ({
      kind: 'shipping' as const,
      amount: money(amount),
      removed: false,
      discounts: off === '0' ? [] : [{ application: '0', amount: money(off) }],
      taxes: [],
    })
    const { charges } = book(order({ charges: [parcel('5', '2'), parcel('4', '0')] })).order
    expect(charges).toEqual([expect.objectContaining({ kind: 'shipping', amount: money('7') })])
  })

  it('counts a discount as far as the tax goes with it', () => {
    const source = order({
      taxIncluded: true,
      lines: [
        line('1', {
          unitPrice: money('119'),
          discounts: [{ application: '0', amount: money('11.9') }],
          taxes: [
            {
              title: 'VAT',
              rate: '0.19',
              amount: money('17.1'),
              included: true,
              collectedBy: 'merchant',
            },
          ],
        }),
      ],
    })
    const [booked] = book(source).order.lines
    expect(booked?.unitPrice).toEqual(money('100'))
    expect(booked?.discounts).toEqual([{ application: 'line-discounts', amount: money('10') }])
  })

  it('keeps two lines apart that a source gave one id', () => {
    const { lines } = book(order({ lines: [line('1'), line('1')] })).order
    expect(lines.map(({ ref }) => ref.id)).toEqual(['1', '1~2'])
  })

  it('says where the shop and its lines differ by as much as a cent per line', () => {
    const source = order({ asserted: { total: money('19.98') }, lines: [line('1'), line('2')] })
    const { order: booked, findings } = book(source)
    expect(booked.rounding).toEqual(money('-0.02'))
    expect(findings[0]?.message).toBe(
      'the lines add up to EUR 20, the shop says EUR 19.98: EUR -0.02 is booked as rounding',
    )
  })

  it('has no third digit, which NetSuite does not keep, and says what that comes to', () => {
    const dinars = (amount: string) => ({ shop: { amount, currency: 'KWD' } })
    const piece = (id: string) => line(id, { unitPrice: dinars('1.115') })
    const source = order({ currency: 'KWD', lines: [piece('1'), piece('2'), piece('3')] })
    const { order: booked, findings } = book(source)
    expect(booked.lines.map(({ unitPrice }) => unitPrice)).toEqual(Array(3).fill(dinars('1.12')))
    expect(booked.rounding).toEqual(dinars('-0.01'))
    expect(booked.asserted.total).toEqual(dinars('3.36'))
    expect(findings.map(({ message }) => message)).toEqual([
      'NetSuite keeps fewer digits of KWD than it has: KWD 3.345 is booked as KWD 3.35, a difference of KWD 0.005',
      'the lines add up to KWD 3.36, the shop says KWD 3.345: KWD -0.01 is booked as rounding',
    ])
  })

  it('has whole forints where the account keeps no fillér', () => {
    const forints = (amount: string) => ({ shop: { amount, currency: 'HUF' } })
    const source = order({ currency: 'HUF', lines: [line('1', { unitPrice: forints('1999.5') })] })
    const profile = NetsuiteProfile.parse({ ...PROFILE, currencyPrecision: { HUF: 0 } })
    const booking = { ...bookingFor(source), profile }
    const { order: booked, findings } = bookOrder(source, booking)._unsafeUnwrap()
    expect(booked.lines[0]?.unitPrice).toEqual(forints('2000'))
    expect(findings).toMatchObject([
      { code: 'precision-lost', difference: { amount: '0.5', currency: 'HUF' } },
    ])
  })

  it('is left to finance where rounding does not explain the difference', () => {
    const dinars = (amount: string) => ({ shop: { amount, currency: 'KWD' } })
    const lines = [line('1', { unitPrice: dinars('1.115') })]
    const source = order({ currency: 'KWD', lines, asserted: { total: dinars('1.141') } })
    const failure = bookOrder(source, bookingFor(source))._unsafeUnwrapErr()
    expect(failure).toMatchObject({ kind: 'contract.invalid', owner: 'finance' })
  })

  it('is not made where the buyer side is not known everywhere', () => {
    const source = order({ buyerCurrency: 'USD' })
    const failure = bookOrder(source, bookingFor(source, 'buyer'))._unsafeUnwrapErr()
    expect(failure).toMatchObject({
      kind: 'contract.invalid',
      message: expect.stringContaining('side'),
    })
  })

  it('uses the tax code that the profile gives the title', () => {
    const tax = (title: string) => ({
      title,
      amount: money('1'),
      included: false,
      collectedBy: 'merchant' as const,
    })
    const source = order({ lines: [line('1', { taxes: [tax('VAT 7%'), tax('toString')] })] })
    const titles = book(source).order.lines[0]?.taxes.map(({ title }) => title)
    expect(titles).toEqual(['Tax code 9102', 'Tax code 9101'])
  })
})

describe('a unit price', () => {
  it('gives the amount again for any quantity', () => {
    const amounts = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n })
    const quantities = fc.integer({ min: 1, max: 10 ** 7 })
    fc.assert(
      fc.property(amounts, quantities, fc.integer({ min: 0, max: 3 }), (units, count, places) => {
        const amount = fromUnits(units, 2)
        const quantity = fromUnits(BigInt(count), places)
        const unitPrice = unitPriceOf({ amount, quantity, currency: 'EUR' })
        expect(lineAmount({ unitPrice, quantity, currency: 'EUR' })).toBe(amount)
      }),
      { numRuns: 1000 },
    )
  })

  it('stays as it is known where it fits', () => {
    const known = { amount: '1', quantity: '3', currency: 'EUR', known: '0.3333' }
    expect(unitPriceOf(known)).toBe('0.3333')
  })
})
