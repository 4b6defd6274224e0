import type { Finding } from '../entity/finding.js'
import { addDecimals, compareDecimals } from '../value/decimal.js'
import { instantMs } from '../value/instant.js'
import { printMoney, subtractMoney } from '../value/money.js'
import type { FulfilmentStatus } from './fulfilment-status.js'
import type { Order } from './order.js'
import { type OrderFacts, receivedUnits, sentUnits } from './order-facts.js'
import type { OrderLine } from './order-line.js'
import { orderMoney, type PaymentStatus } from './payment-status.js'

/** What is compared: an order, its facts, and what they were read as. */
export interface FactCheck {
  readonly order: Order
  readonly facts: OrderFacts
  readonly payment: PaymentStatus
  readonly fulfilment: FulfilmentStatus
}

/** Where the labels, counters and outstanding amount of a source differ from its own facts. */
export function checkFacts(check: FactCheck): Finding[] {
  return [
    ...checkPaymentLabel(check),
    ...checkOutstanding(check),
    ...checkFulfilmentLabel(check),
    ...checkCancelled(check),
    ...check.order.lines.flatMap((line, index) => [
      ...checkSent(line, { path: `/lines/${index}/quantity/fulfilled`, facts: check.facts }),
      ...checkReturned(line, { path: `/lines/${index}/quantity/returned`, facts: check.facts }),
    ]),
  ]
}

type PaymentWord = NonNullable<Order['asserted']['payment']>['value']

// labels that mean the same, where transactions tell the whole story
const TOLD: Readonly<Record<PaymentStatus, readonly PaymentWord[]>> = {
  unpaid: ['unpaid', 'expired'],
  authorised: ['authorised'],
  'part-paid': ['part-paid'],
  paid: ['paid'],
  'over-paid': ['paid'],
  'part-refunded': ['part-refunded'],
  refunded: ['refunded'],
  voided: ['voided'],
  'charged-back': ['paid', 'part-refunded', 'refunded'],
  unknown: [],
}

// an outstanding amount alone cannot tell a refund from a payment or a void from no payment
const COUNTED: Partial<Record<PaymentStatus, readonly PaymentWord[]>> = {
  unpaid: ['unpaid', 'authorised', 'voided', 'expired'],
  'part-paid': ['part-paid', 'authorised', 'part-refunded'],
  paid: ['paid', 'part-refunded', 'refunded', 'voided'],
  'over-paid': ['paid', 'part-refunded', 'refunded', 'voided'],
}

function checkPaymentLabel({ order, facts, payment }: FactCheck): Finding[] {
  const label = order.asserted.payment
  if (!label || label.value === 'unknown' || payment === 'unknown') return []
  const counted = facts.transactions === undefined
  const same = (counted ? COUNTED[payment] : undefined) ?? TOLD[payment]
  // where nothing was paid and nothing is owed, every label is as good as another
  const nothing = payment === 'paid' && orderMoney(order, facts, 'shop')?.captured.amount === '0'
  if (same.includes(label.value) || (nothing && !counted)) return []
  const message = `the source labels the payment ${label.raw}, while its ${counted ? 'outstanding amount' : 'transactions'} say ${payment}`
  return [{ code: 'payment-label-differs', path: '/asserted/payment', message }]
}

function checkOutstanding({ order, facts }: FactCheck): Finding[] {
  const { outstanding } = order.asserted
  const money = facts.transactions && orderMoney(order, facts, 'shop')
  if (!outstanding || !money || outstanding.currency !== money.owed.currency) return []
  const own = subtractMoney(money.owed, money.kept)
  const difference = subtractMoney(outstanding, own)
  if (difference.amount === '0') return []
  const message = `the source says that ${printMoney(outstanding)} is still to be paid, while its transactions leave ${printMoney(own)}`
  return [{ code: 'outstanding-differs', path: '/asserted/outstanding', message, difference }]
}

function checkFulfilmentLabel({ order, facts, fulfilment }: FactCheck): Finding[] {
  const label = order.asserted.fulfilment
  if (!label || label.value === 'unknown' || label.value === 'restocked') return []
  const started = fulfilment === 'partial' || fulfilment === 'complete'
  if (label.value === (started ? fulfilment : 'none') || fulfilment === 'not-required') return []
  // units that a source counts as cancelled may have been sent and refunded before
  const vague = facts.shipments === undefined && order.lines.some(hasCancelled)
  if (vague) return []
  const message = `the source labels the goods ${label.raw}, while its ${facts.shipments ? 'shipments' : 'counters'} say ${fulfilment}`
  return [{ code: 'fulfilment-label-differs', path: '/asserted/fulfilment', message }]
}

// goods that leave after a cancellation are gone, and somebody must fetch them back
function checkCancelled({ order, facts }: FactCheck): Finding[] {
  const { cancelledAt } = order
  if (cancelledAt === undefined) return []
  return (facts.shipments ?? []).flatMap(({ handedOverAt, lines }) => {
    if (handedOverAt === undefined) return []
    if (instantMs(handedOverAt) <= instantMs(cancelledAt)) return []
    const message = `the order was cancelled at ${cancelledAt}, and a shipment of ${lines.length} lines left after that, at ${handedOverAt}`
    return [{ code: 'sent-after-cancellation', path: '/cancelledAt', message }]
  })
}

interface Place {
  readonly path: string
  readonly facts: OrderFacts
}

function checkSent({ ref, quantity }: OrderLine, { path, facts }: Place): Finding[] {
  if (facts.shipments === undefined) return []
  const sent = sentUnits(facts.shipments)(ref)
  const { fulfilled, cancelled } = quantity
  const most = addDecimals(fulfilled, cancelled)
  if (compareDecimals(sent, fulfilled) >= 0 && compareDecimals(sent, most) <= 0) return []
  const message = `the source counts ${fulfilled} units as sent, while its shipments hold ${sent}`
  return [{ code: 'fulfilled-differs', path, message }]
}

// a counter of 0 says nothing: sources with return documents do not count on the line
function checkReturned({ ref, quantity }: OrderLine, { path, facts }: Place): Finding[] {
  if (facts.returns === undefined || quantity.returned === '0') return []
  const received = receivedUnits(facts.returns)(ref)
  if (compareDecimals(received, quantity.returned) === 0) return []
  const message = `the source counts ${quantity.returned} units as returned, while its returns hold ${received}`
  return [{ code: 'returned-differs', path, message }]
}

function hasCancelled({ quantity }: OrderLine): boolean {
  return compareDecimals(quantity.cancelled, '0') > 0
}
