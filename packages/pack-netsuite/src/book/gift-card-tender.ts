import {
  compareDecimals,
  type Finding,
  type Money,
  type Order,
  orderTotals,
  printMoney,
  roundMoney,
  sideOf,
} from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { BookedOrder, Booking } from './booked-order.js'

/**
 * Says of a booked ticket how much of it gift cards paid, where the profile names an item for that: it
 * takes so much off the liability, and off the money that was taken. Without the item the whole total
 * is booked as money, and a finding says how much of that is none.
 *
 * A sales order posts nothing and says nothing of payments.
 */
export function withGiftCards(
  { order, findings }: BookedOrder,
  { source, booking }: { readonly source: Order; readonly booking: Booking },
): Result<BookedOrder, Failure> {
  const paid = paidByGiftCard(source, booking)
  if (paid === undefined) return ok({ order, findings })
  const total = orderTotals(order, 'shop')?.total as Money
  if (compareDecimals(paid.amount, total.amount) > 0) return err(moreThanAll({ paid, total }))
  if (booking.profile.giftCardTenderItem === undefined)
    return ok({ order, findings: [...findings, notApart(paid)] })
  const asserted = { ...order.asserted, byGiftCard: { shop: paid } }
  return ok({ order: { ...order, asserted }, findings })
}

function paidByGiftCard(source: Order, { profile, record }: Booking): Money | undefined {
  const { byGiftCard } = source.asserted
  if (record !== 'cashSale' || byGiftCard === undefined) return undefined
  const paid = sideOf(source, byGiftCard, profile.side)
  return paid && compareDecimals(paid.amount, '0') > 0 ? roundMoney(paid, 'half-up') : undefined
}

function notApart(paid: Money): Finding {
  const message = `${printMoney(paid)} of it was paid by gift cards and is booked as money that was taken: name an item for that in the profile (giftCardTenderItem), or move it in NetSuite from the account of the money to the liability`
  return { code: 'gift-card-not-apart', path: '/asserted/byGiftCard', message, difference: paid }
}

function moreThanAll({ paid, total }: { readonly paid: Money; readonly total: Money }): Failure {
  const message = `gift cards paid ${printMoney(paid)} of a ticket of ${printMoney(total)}, so nothing was booked. Finance decides: correct the ticket at the till, or book it by hand`
  return { kind: 'contract.invalid', owner: 'finance', message }
}
