import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import type { Amount, Side } from '../value/amount.js'
import { compareDecimals } from '../value/decimal.js'
import { type Money, printMoney, subtractMoney, sumMoney } from '../value/money.js'
import type { Refund } from './refund.js'

/** What does not hold in a refund: parts that do not add up on a side, or amounts of the wrong sign. */
export function checkRefund(refund: Refund): Finding[] {
  return [
    ...checkRefs(refund.refs),
    ...checkSigns(refund),
    ...checkSum(refund, 'shop'),
    ...(refund.amount.buyer ? checkSum(refund, 'buyer') : []),
  ]
}

/**
 * What a refund's lines, charges and adjustments come to on a side; `undefined` where one of them
 * does not know that side or is in another currency than the refund.
 */
export function refundParts(refund: Refund, side: Side): Money | undefined {
  const currency = refund.amount[side]?.currency
  if (currency === undefined) return undefined
  const onTop = [...refund.lines, ...refund.charges].flatMap(({ taxes }) =>
    taxes.filter(({ included }) => !included),
  )
  const parts: Amount[] = [
    ...[...refund.lines, ...refund.charges].map(({ net }) => net),
    ...[...onTop, ...refund.adjustments].map(({ amount }) => amount),
  ]
  const monies = parts.map((part) => part[side])
  const known = monies.filter((money): money is Money => money?.currency === currency)
  return known.length === monies.length ? sumMoney(known, currency) : undefined
}

function checkSum(refund: Refund, side: Side): Finding[] {
  const path = `/amount/${side}`
  const stated = refund.amount[side]
  const parts = refundParts(refund, side)
  if (!stated || !parts) {
    const message = `the ${side} side is missing or in another currency on a part of this refund, so it cannot be added up`
    return [{ code: 'side-unknown', path, message }]
  }
  const difference = subtractMoney(stated, parts)
  if (difference.amount === '0') return []
  const message = `the refund is ${printMoney(stated)}, which differs by ${printMoney(difference)} from its lines, charges and adjustments`
  return [{ code: 'refund-differs', path, message, difference }]
}

function checkSigns(refund: Refund): Finding[] {
  const findings: Finding[] = []
  const { shop } = refund.amount
  if (compareDecimals(shop.amount, '0') < 0) {
    const message = `${printMoney(shop)} would be money that the buyer pays, which is no refund`
    findings.push({ code: 'negative-refund', path: '/amount', message, difference: shop })
  }
  refund.lines.forEach(({ quantity }, index) => {
    if (compareDecimals(quantity, '0') >= 0) return
    const message = `${quantity} units are refunded`
    findings.push({ code: 'negative-counter', path: `/lines/${index}/quantity`, message })
  })
  return findings
}
