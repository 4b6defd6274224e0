import { WireNumber } from '@canonry/mapping'
import { fromUnits } from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import { NetsuiteProfile } from '@canonry/pack-netsuite'
import fc from 'fast-check'
import { bookOrder } from '../src/book/book-order.js'
import { ACCOUNT, PROFILE } from './world.js'

/** A profile that knows every currency that orders are made in. */
export const profile = NetsuiteProfile.parse({
  ...PROFILE,
  currencies: { EUR: '1', USD: '2', JPY: '3', KWD: '4', CLF: '5' },
})

const id = fc.nat().map(String)
const number = fc
  .oneof(
    fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.nat({ max: 4 })),
    fc.tuple(fc.constant(9_007_199_254_740_993n), fc.nat({ max: 4 })),
  )
  .map(([units, scale]) => {
    const decimal = fromUnits(BigInt(units), scale)
    return String(Number(decimal)) === decimal ? Number(decimal) : new WireNumber(decimal)
  })
// mostly a part of what was ordered, now and then nothing, all of it, or more
const ordered = fc.integer({ min: 1, max: 9 })
const sent = fc.nat({ max: 10 })
const TAXED = ['/goods/*/taxes/*', '/charges/*/taxes/*']
const taxes = TAXED.flatMap((tax) => [
  [`${tax}/taxCode/id`, id],
  [`${tax}/taxAmount`, number],
  [`${tax}/taxRate`, fc.constantFrom(19, 7, 2.5, 0)],
])

/** What stands in a folded sales order where its schema says no more than text or a number. */
export const orderOverrides = {
  wire: {
    '/currency/id': fc.constantFrom(...Object.values(profile.currencies)),
    '/tranDate': fc.constantFrom('2026-11-24', '2024-02-29', '2026-12-31'),
    '/status/id': fc.constantFrom('A', 'B', 'D', 'F', 'H'),
    '/total': number,
    '/rounding/amount': number,
    '/goods/*/quantity': ordered,
    '/goods/*/quantityFulfilled': sent,
    '/goods/*/rate': number,
    '/goods/*/amount': number,
    '/goods/*/discounts/*/amount': number,
    '/charges/*/amount': number,
    ...Object.fromEntries(taxes),
  },
}

/** Orders as they stand in NetSuite's books, out of sound orders of a shop. */
export const booked = arbitraryOrder.map((order) => {
  const items = new Map(order.lines.map(({ sku = '' }) => [sku, '1']))
  const customer = { system: 'netsuite', account: ACCOUNT, kind: 'customer', id: '9200' }
  const booking = { account: ACCOUNT, profile, customer, items, externalId: 'shopify_acme_1' }
  return bookOrder(order, booking)._unsafeUnwrap().order
})
