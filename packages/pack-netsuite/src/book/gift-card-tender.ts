import {
  compareDecimals,
  type Finding,
  type Money,
  type Order,
  orderTotals,
  printMoney,
  type Refund,
  sideOf,
} from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { BookedRefund, RefundBooking } from './book-refund.js'
import type { BookedOrder, Booking } from './booked-order.js'
import { keptMoney } from './kept-money.js'

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

/**
 * Says of a booked refund how much of it went onto gift cards, as `withGiftCards` says of a ticket what
 * they paid: so much is owed again, and less money went out. Where nobody says where the money went, and
 * the profile tells gift cards apart, a finding says how much that is.
 */
export function withLoadedCards(
  { refund, findings }: BookedRefund,
  { source, booking }: { readonly source: Refund; readonly booking: RefundBooking },
): Result<BookedRefund, Failure> {
  const { profile } = booking
  const total = refund.amount.shop
  const isApart = profile.giftCardTenderItem !== undefined
  const loaded = loadedOf(source, profile)
  if (loaded === undefined) {
    const isKnown = !isApart || PAID_OUT.has(source.method)
    return ok({ refund, findings: isKnown ? findings : [...findings, nobodySays(total)] })
  }
  if (compareDecimals(loaded.amount, total.amount) > 0)
    return err(moreThanRefund({ loaded, total }))
  if (loaded.amount === '0') return ok({ refund, findings })
  if (!isApart) return ok({ refund, findings: [...findings, notLoadedApart(loaded)] })
  return ok({ refund: { ...refund, toGiftCard: { shop: loaded } }, findings })
}

/** Ways of giving money back of which none is a gift card. */
const PAID_OUT: ReadonlySet<Refund['method']> = new Set(['cash', 'bank-transfer'])

function loadedOf(
  { amount, toGiftCard }: Refund,
  profile: RefundBooking['profile'],
): Money | undefined {
  const isBuyers = profile.side === 'buyer' && amount.buyer !== undefined
  const loaded = isBuyers ? toGiftCard?.buyer : toGiftCard?.shop
  return loaded && keptMoney(loaded, profile)
}

function paidByGiftCard(source: Order, { profile, record }: Booking): Money | undefined {
  const { byGiftCard } = source.asserted
  if (record !== 'cashSale' || byGiftCard === undefined) return undefined
  const paid = sideOf(source, byGiftCard, profile.side)
  return paid && compareDecimals(paid.amount, '0') > 0 ? keptMoney(paid, profile) : undefined
}

function notApart(paid: Money): Finding {
  const message = `${printMoney(paid)} of it was paid by gift cards and is booked as money that was taken: name an item for that in the profile (giftCardTenderItem), or move it in NetSuite from the account of the money to the liability`
  return { code: 'gift-card-not-apart', path: '/asserted/byGiftCard', message, difference: paid }
}

function moreThanAll({ paid, total }: { readonly paid: Money; readonly total: Money }): Failure {
  const message = `gift cards paid ${printMoney(paid)} of a ticket of ${printMoney(total)}, so nothing was booked. Finance decides: correct the ticket at the till, or book it by hand`
  return { kind: 'contract.invalid', owner: 'finance', message }
}

function notLoadedApart(loaded: Money): Finding {
  const message = `${printMoney(loaded)} of it went onto gift cards and is booked as money that was paid out: name an item for that in the profile (giftCardTenderItem), or move it in NetSuite from the account of the money to the liability`
  return { code: 'gift-card-not-apart', path: '/toGiftCard', message, difference: loaded }
}

function nobodySays(amount: Money): Finding {
  const message = `nobody says whether ${printMoney(amount)} went back as money or onto gift cards, and it is booked as money that was paid out: look it up at the till, and move what went onto gift cards in NetSuite from the account of the money to the liability`
  return { code: 'gift-card-unknown', path: '/toGiftCard', message, difference: amount }
}

function moreThanRefund({ loaded, total }: { readonly loaded: Money; readonly total: Money }) {
  const message = `${printMoney(loaded)} went onto gift cards of a refund of ${printMoney(total)}, so nothing was booked. Finance decides: correct the refund at the till, or book it by hand`
  return { kind: 'contract.invalid', owner: 'finance', message } as const
}
