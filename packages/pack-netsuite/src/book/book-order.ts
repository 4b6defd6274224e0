import {
  compareDecimals,
  type Order,
  type OrderTotals,
  orderTotals,
  type PartTotals,
  remainingUnits,
  sideCurrency,
  subtractMoney,
} from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import { bookAddress } from './book-address.js'
import { bookCharges } from './book-charges.js'
import { bookLine, netsuiteRef } from './book-line.js'
import { bookNote } from './book-note.js'
import { type BookedOrder, type Booking, LINE_DISCOUNTS } from './booked-order.js'
import { withGiftCards } from './gift-card-tender.js'
import { keptMoney } from './kept-money.js'
import { settleDifference } from './settle.js'
import { uniqueKeys } from './unique-keys.js'

/**
 * Turns an order into what NetSuite can keep of it, without losing a cent.
 *
 * Lines hold the units that still belong to the order; prices are without tax and taxes beside them
 * with the source's own cents; the one side that the profile books. `orderTotals(…).total` of the
 * result is the shop's total, as far as NetSuite keeps its digits. Booking a booked order changes
 * nothing.
 */
export function bookOrder(order: Order, booking: Booking): Result<BookedOrder, Failure> {
  const { side } = booking.profile
  const totals = orderTotals(order, side)
  if (!totals) return err(unknownSide(order.number))
  const booked = bookParts(order, totals, booking)
  return settleDifference(order, { booked, profile: booking.profile })
    .map(({ rounding, findings }) => ({
      order: withTotal({ ...booked, ...(rounding ? { rounding: { shop: rounding } } : {}) }),
      findings,
    }))
    .andThen((settled) => withGiftCards(settled, { source: order, booking }))
}

function bookParts(order: Order, totals: OrderTotals, booking: Booking): Order {
  const { side } = booking.profile
  const billTo = bookAddress(order.billTo)
  const shipTo = bookAddress(order.shipTo)
  const rounding = keptMoney(totals.rounding, booking.profile)
  return {
    refs: [netsuiteRef(booking, { kind: `${booking.record}ExternalId`, id: booking.externalId })],
    number: order.number,
    // NetSuite keeps a date: the one of the place where the order was placed
    placedAt: `${booking.day ?? order.placedAt.slice(0, 10)}T00:00:00Z`,
    ...(booking.location ? { location: booking.location } : {}),
    currency: sideCurrency(order, side),
    taxIncluded: false,
    customer: booking.customer,
    ...(order.email ? { email: order.email } : {}),
    ...(billTo ? { billTo } : {}),
    ...(shipTo ? { shipTo } : {}),
    lines: bookLines(order, totals, booking),
    charges: bookCharges(order.charges, { totals: totals.charges, booking }),
    discounts: [lineDiscounts()],
    ...(rounding.amount === '0' ? {} : { rounding: { shop: rounding } }),
    ...(order.note ? { note: bookNote(order.note) } : {}),
    tags: [],
    asserted: {},
  }
}

function bookLines(order: Order, totals: OrderTotals, booking: Booking): Order['lines'] {
  const keys = uniqueKeys(order.lines.map(({ ref }) => ref.id))
  return order.lines.flatMap((line, index) => {
    if (compareDecimals(remainingUnits(line), '0') <= 0) return []
    const named = { ...line, ref: { ...line.ref, id: keys[index] as string } }
    return [bookLine(named, totals.lines[index] as PartTotals, booking)]
  })
}

/** The one application of a booked order: NetSuite knows discount lines, not who granted them. */
export function lineDiscounts(): Order['discounts'][number] {
  return { key: LINE_DISCOUNTS, kind: 'unknown', value: '0', target: 'line', method: 'unknown' }
}

// an order's asserted totals are without rounding
function withTotal(order: Order): Order {
  const { total, rounding } = orderTotals(order, 'shop') as OrderTotals
  return { ...order, asserted: { total: { shop: subtractMoney(total, rounding) } } }
}

function unknownSide(number: string): Failure {
  const message = `order ${number} lacks the buyer's side on at least one amount, so it cannot be booked in the buyer's currency. Set the profile's side to 'shop', or complete the order`
  return { kind: 'contract.invalid', message }
}
