import type { Finding } from '../entity/finding.js'
import type { Amount, Side } from '../value/amount.js'
import { compareDecimals } from '../value/decimal.js'
import { type Money, printMoney, subtractMoney } from '../value/money.js'
import type { Order } from './order.js'
import type { OrderLine } from './order-line.js'
import { orderTotals, sideOf } from './order-totals.js'

/**
 * What does not hold in an order: counters that contradict each other, allocations without an
 * application, and totals that differ from what the source asserts, on each side alone.
 */
export function checkOrder(order: Order): Finding[] {
  return [
    ...order.lines.flatMap((line, index) => checkCounters(line, `/lines/${index}/quantity`)),
    ...checkAllocations(order),
    ...checkTotal(order, 'shop'),
    ...(order.buyerCurrency === undefined ? [] : checkTotal(order, 'buyer')),
  ]
}

function checkCounters(line: OrderLine, path: string): Finding[] {
  const { ordered, cancelled, fulfilled, returned } = line.quantity
  const findings: Finding[] = []
  for (const [name, value] of Object.entries(line.quantity)) {
    if (compareDecimals(value, '0') < 0) {
      findings.push({ code: 'negative-counter', path, message: `${name} is ${value}` })
    }
  }
  if (compareDecimals(cancelled, ordered) > 0) {
    const message = `${cancelled} units are cancelled of ${ordered} ordered`
    findings.push({ code: 'over-cancelled', path, message })
  }
  if (compareDecimals(returned, fulfilled) > 0) {
    const message = `${returned} units came back of ${fulfilled} sent`
    findings.push({ code: 'over-returned', path, message })
  }
  return findings
}

function checkAllocations(order: Order): Finding[] {
  const known = new Set(order.discounts.map(({ key }) => key))
  const check = (part: Order['lines'][number] | Order['charges'][number], path: string) =>
    part.discounts.flatMap(({ application }, index) =>
      known.has(application)
        ? []
        : [
            {
              code: 'unknown-application',
              path: `${path}/discounts/${index}`,
              message: `the discount ${application} is not one of the order's applications`,
            },
          ],
    )
  return [
    ...order.lines.flatMap((line, index) => check(line, `/lines/${index}`)),
    ...order.charges.flatMap((charge, index) => check(charge, `/charges/${index}`)),
  ]
}

/** The total that an order's lines must reach: after cancellations where the source says it. */
export function assertedTotal(order: Order): Amount | undefined {
  return order.asserted.currentTotal ?? order.asserted.total
}

/**
 * What the source's total is above (or, negative, below) the sum of its own parts on one side.
 *
 * `undefined` when the source asserts no total or an amount of that side is unknown.
 */
export function totalDifference(order: Order, side: Side): Money | undefined {
  const amount = assertedTotal(order)
  const claimed = amount && sideOf(order, amount, side)
  const totals = orderTotals(order, side)
  if (!claimed || !totals) return undefined
  return subtractMoney(claimed, subtractMoney(totals.total, totals.rounding))
}

function checkTotal(order: Order, side: Side): Finding[] {
  const path = '/asserted/total'
  const totals = orderTotals(order, side)
  if (!totals) {
    const message = `the ${side} side is missing on at least one amount, so it cannot be added up`
    return [{ code: 'side-unknown', path, message }]
  }
  const difference = totalDifference(order, side)
  if (!difference || difference.amount === '0') return []
  const message = `the source's total differs by ${printMoney(difference)} from its lines, charges and taxes`
  return [{ code: 'total-differs', path, message, difference }]
}
