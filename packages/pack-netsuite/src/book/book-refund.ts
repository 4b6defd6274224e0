import {
  type Amount,
  addMoney,
  compareDecimals,
  type Finding,
  type LocalDate,
  type Money,
  printMoney,
  type Ref,
  type Refund,
  type RefundCharge,
  type RefundLine,
  refundParts,
  subtractMoney,
  sumMoney,
} from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { NetsuiteProfile } from '../profile.js'
import { netsuiteRef } from './book-line.js'
import { bookNote } from './book-note.js'
import { bookTaxes, joinTaxes } from './book-tax.js'
import { isRounding, keptMoney, notKept, type Rounded } from './kept-money.js'
import { uniqueKeys } from './unique-keys.js'

/** What a refund is booked with. */
export interface RefundBooking {
  readonly account: string
  readonly profile: NetsuiteProfile
  /** The refund's own name in NetSuite, made from its source. */
  readonly externalId: string
  /** The cash sale that it gives money back of, where NetSuite has it. */
  readonly sale?: Ref
  readonly location: Ref
  readonly day: LocalDate
  /** Internal ids of items by the ids of the refund's lines. */
  readonly items: ReadonlyMap<string, string>
}

/** A refund as NetSuite can keep it, and what had to be settled on the way. */
export interface BookedRefund {
  readonly refund: Refund
  readonly findings: readonly Finding[]
}

/**
 * Turns a refund into what NetSuite can keep of it, without losing a cent.
 *
 * One side of the money, prices without tax and the taxes beside them; a line of which nothing came back
 * is money alone. Where the parts differ from what the buyer got by up to one minor unit per part, the
 * difference is a rounding and a finding; where they differ by more, finance decides.
 */
export function bookRefund(refund: Refund, booking: RefundBooking): Result<BookedRefund, Failure> {
  const { side } = booking.profile
  const read = (amount: Amount) =>
    side === 'buyer' && refund.amount.buyer ? amount.buyer : amount.shop
  const said = read(refund.amount) as Money
  const amount = keptMoney(said, booking.profile)
  const lost = notKept({ said, kept: amount, path: '/amount' })
  if (refundParts(refund, refund.amount.buyer ? side : 'shop') === undefined) return err(NO_SIDE)
  const money = (part: Amount) => keptMoney(read(part) as Money, booking.profile)
  const booked = bookParts(refund, { ...booking, money, amount })
  const parts = refundParts(booked, 'shop') as Money
  const difference = subtractMoney(amount, parts)
  if (difference.amount === '0') return ok({ refund: booked, findings: lost })
  const rounding = { ...roundedIn(refund), profile: booking.profile }
  if (!isRounding(difference, rounding)) return err(tooFarApart({ amount: said, parts }))
  const rounded = withRounding(booked, difference)
  const found = roundingFinding({ amount: said, parts, difference })
  return ok({ refund: rounded, findings: [...lost, found] })
}

interface Booking extends RefundBooking {
  readonly money: (part: Amount) => Money
  readonly amount: Money
}

function bookParts(refund: Refund, booking: Booking): Refund {
  const own = netsuiteRef(booking, { kind: 'cashRefundExternalId', id: booking.externalId })
  const keys = uniqueKeys(refund.lines.map(({ line }) => line.id))
  return {
    refs: [own],
    order: booking.sale ?? own,
    location: booking.location,
    amount: { shop: booking.amount },
    lines: byGoods(
      refund.lines.map((line, index) => bookLine(line, keys[index] as string, booking)),
    ),
    charges: bookCharges(refund.charges, booking),
    adjustments: bookAdjustments(refund, booking),
    method: 'unknown',
    transactions: [],
    state: 'succeeded',
    at: `${booking.day}T00:00:00Z`,
    ...(refund.note ? { note: bookNote(refund.note) } : {}),
  }
}

// goods first, as they are read
function byGoods(lines: readonly RefundLine[]): RefundLine[] {
  return [...lines.filter(({ variant }) => variant), ...lines.filter(({ variant }) => !variant)]
}

function bookLine(line: RefundLine, key: string, booking: Booking): RefundLine {
  const cameBack = isReturned(line)
  const item = booking.items.get(line.line.id) as string
  return {
    line: netsuiteRef(booking, { kind: 'cashSaleLine', id: key }),
    ...(cameBack ? { variant: netsuiteRef(booking, { kind: 'item', id: item }) } : {}),
    ...(cameBack && line.sku ? { sku: line.sku } : {}),
    quantity: cameBack ? line.quantity : '0',
    ...bookPart(line, booking),
  }
}

/** Whether goods come back with a line: units that the buyer does not keep. */
export function isReturned({ quantity, goodwill }: RefundLine): boolean {
  return !goodwill && compareDecimals(quantity, '0') > 0
}

function bookPart(
  { net, taxes }: Pick<RefundLine, 'net' | 'taxes'>,
  { money, profile }: Booking,
): Pick<RefundLine, 'net' | 'taxes'> {
  const amounts = taxes.map(({ amount }) => money(amount))
  const whole = money(net)
  const included = amounts.filter((_, index) => taxes[index]?.included)
  const shop = subtractMoney(whole, sumMoney(included, whole.currency))
  return { net: { shop }, taxes: bookTaxes(taxes, { amounts, profile }) }
}

/** Tips, duties and fees one by one, all shipping as one, because a record has one shipping cost. */
function bookCharges(charges: readonly RefundCharge[], booking: Booking): RefundCharge[] {
  const keys = uniqueKeys(charges.map(({ charge }, index) => charge?.id ?? String(index)))
  const booked = charges.map((charge, index) => ({
    kind: charge.kind,
    charge: netsuiteRef(booking, { kind: 'cashSaleCharge', id: keys[index] as string }),
    ...bookPart(charge, booking),
  }))
  const shipping = booked.filter(({ kind }) => kind === 'shipping')
  return [
    ...(['tip', 'duty', 'fee'] as const).flatMap((kind) =>
      booked.filter((charge) => charge.kind === kind),
    ),
    ...shipping.slice(0, 1).map((first) => ({
      kind: first.kind,
      net: {
        shop: sum(
          shipping.map(({ net }) => net),
          booking,
        ),
      },
      taxes: joinTaxes(shipping.flatMap(({ taxes }) => taxes)),
    })),
  ]
}

/** One adjustment per kind, because the kind is what names its line. */
function bookAdjustments({ adjustments }: Refund, booking: Booking): Refund['adjustments'] {
  const kinds = new Set(adjustments.map(({ kind }) => kind))
  const booked = [...kinds].map((kind) => {
    const own = adjustments.filter((adjustment) => adjustment.kind === kind)
    const [reason] = own.flatMap((adjustment) => adjustment.reason ?? [])
    const shop = sum(
      own.map(({ amount }) => ({ shop: booking.money(amount) })),
      booking,
    )
    return { kind, amount: { shop }, ...(reason && kind !== 'rounding' ? { reason } : {}) }
  })
  const told = booked.filter(({ amount }) => amount.shop.amount !== '0')
  return [
    ...told.filter(({ kind }) => kind !== 'rounding'),
    ...told.filter(({ kind }) => kind === 'rounding'),
  ]
}

function sum(amounts: readonly Amount[], { amount }: Booking): Money {
  return sumMoney(
    amounts.map(({ shop }) => shop),
    amount.currency,
  )
}

function withRounding(refund: Refund, difference: Money): Refund {
  const known = refund.adjustments.find(({ kind }) => kind === 'rounding')
  const shop = known ? addMoney(known.amount.shop, difference) : difference
  const others = refund.adjustments.filter((adjustment) => adjustment !== known)
  const rounding = { kind: 'rounding' as const, amount: { shop } }
  return { ...refund, adjustments: shop.amount === '0' ? others : [...others, rounding] }
}

function roundedIn({ lines, charges, adjustments }: Refund): Rounded {
  const parts = [...lines, ...charges]
  const amounts = parts.reduce((sum, { taxes }) => sum + 1 + taxes.length, adjustments.length)
  return { parts: parts.length, amounts }
}

function roundingFinding(money: { amount: Money; parts: Money; difference: Money }): Finding {
  const { amount, parts, difference } = money
  const message = `the parts of the refund add up to ${printMoney(parts)}, the buyer got ${printMoney(amount)}: ${printMoney(difference)} is booked as rounding`
  return { code: 'rounding-booked', path: '/amount', message, difference }
}

function tooFarApart({ amount, parts }: { amount: Money; parts: Money }): Failure {
  const message = `the parts of the refund add up to ${printMoney(parts)}, the buyer got ${printMoney(amount)}: more than one minor unit per part, so nothing was booked. Finance decides: correct the refund at the till, or book it by hand`
  return { kind: 'contract.invalid', owner: 'finance', message }
}

const NO_SIDE: Failure = {
  kind: 'contract.invalid',
  message:
    "a part of the refund lacks the side that the profile books, or is in another currency than the refund: complete it, or set the profile's side to 'shop'",
}
