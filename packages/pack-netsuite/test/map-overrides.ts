import { arbitraryOrder, arbitraryRefund } from '@canonry/model/testing'
import { NetsuiteProfile } from '@canonry/pack-netsuite'
import fc from 'fast-check'
import { bookOrder } from '../src/book/book-order.js'
import { bookRefund } from '../src/book/book-refund.js'
import type { OrderRecord } from '../src/book/booked-order.js'
import { ACCOUNT, PROFILE } from './world.js'

/** A profile that knows every currency that orders are made in. */
export const profile = NetsuiteProfile.parse({
  ...PROFILE,
  currencies: { EUR: '1', USD: '2', JPY: '3', KWD: '4', CLF: '5' },
})

// mostly a part of what was ordered, now and then nothing, all of it, or more
const ordered = fc.integer({ min: 1, max: 9 })
const sent = fc.nat({ max: 10 })

/** What stands in a folded sales order where no leaf knows more: two counters of one line. */
export const orderOverrides = {
  wire: {
    '/goods/*/quantity': ordered,
    '/goods/*/quantityFulfilled': sent,
  },
}

/** Orders as they stand in NetSuite's books, out of sound orders of a shop. */
export const booked = bookedAs('salesOrder')

/** The same as a till would sell them. */
export const rungUp = bookedAs('cashSale')

function bookedAs(record: OrderRecord) {
  return arbitraryOrder.map((order) => {
    const items = new Map(order.lines.map(({ sku = '' }) => [sku, '1']))
    const customer = { system: 'netsuite', account: ACCOUNT, kind: 'customer', id: '9200' }
    const booking = {
      account: ACCOUNT,
      profile,
      customer,
      items,
      externalId: 'shopify_acme_1',
      record,
      ...(record === 'cashSale' ? { location: { ...customer, kind: 'location', id: '7' } } : {}),
    }
    return bookOrder(order, booking)._unsafeUnwrap().order
  })
}

/** What stands in a folded cash refund where no leaf knows more. */
export const refundOverrides = { wire: { '/goods/*/quantity': ordered } }

/** Refunds as they stand in NetSuite's books, out of sound refunds of a till. */
export const givenBack = fc.tuple(arbitraryRefund, fc.boolean()).map(([refund, isLinked]) => {
  const items = new Map(refund.lines.map(({ line }) => [line.id, '1']))
  const own = (kind: string) => ({ system: 'netsuite', account: ACCOUNT, kind, id: '7' })
  const booking = {
    account: ACCOUNT,
    profile,
    externalId: 'square_M_1',
    location: own('location'),
    day: '2026-11-24',
    items,
    ...(isLinked ? { sale: own('cashSale') } : {}),
  }
  return bookRefund(refund, booking)._unsafeUnwrap().refund
})
