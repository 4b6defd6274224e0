import type { Finding } from '../entity/finding.js'
import type { Order } from '../order/order.js'
import { type OrderFacts, returnedOf } from '../order/order-facts.js'
import type { OrderLine } from '../order/order-line.js'
import { sideCurrency } from '../order/order-side.js'
import type { Side } from '../value/amount.js'
import { addDecimals, compareDecimals, type Decimal } from '../value/decimal.js'
import { printMoney, subtractMoney } from '../value/money.js'
import { paymentTotals } from './payment-totals.js'
import { refundTotals } from './refund-totals.js'
import { liveRefunds, refundedUnits } from './refundable.js'

/**
 * What does not hold between an order and its refunds: more money or units given back than there
 * were, and units refunded that neither came back nor were cancelled nor left as goodwill.
 */
export function checkRefunds(order: Order, facts: OrderFacts): Finding[] {
  const live = liveRefunds(facts.refunds ?? [])
  const units = refundedUnits(live)
  const expected = refundedUnits(live, ({ goodwill }) => goodwill !== true)
  const returned = returnedOf(facts)
  return [
    ...checkMoney(order, facts, 'shop'),
    ...order.lines.flatMap((line, index) =>
      checkUnits(line, {
        path: `/lines/${index}/quantity`,
        refunded: units(line.ref),
        expected: expected(line.ref),
        returned: returned(line),
      }),
    ),
  ]
}

function checkMoney(order: Order, facts: OrderFacts, side: Side): Finding[] {
  if (facts.transactions === undefined) return []
  const reading = { side, currency: sideCurrency(order, side) }
  const paid = paymentTotals(facts.transactions, reading)
  const back = refundTotals(facts, reading)
  if (!paid || !back) return []
  const excess = subtractMoney(back.refunded, paid.captured)
  if (compareDecimals(excess.amount, '0') <= 0) return []
  const message = `${printMoney(back.refunded)} was refunded of ${printMoney(paid.captured)} taken`
  return [{ code: 'over-refunded', path: '', message, difference: excess }]
}

interface Units {
  readonly path: string
  readonly refunded: Decimal
  readonly expected: Decimal
  readonly returned: Decimal
}

function checkUnits(
  { quantity, title }: OrderLine,
  { path, refunded, expected, returned }: Units,
): Finding[] {
  if (compareDecimals(refunded, quantity.ordered) > 0) {
    const message = `${refunded} units of ${title} were refunded of ${quantity.ordered} ordered`
    return [{ code: 'over-refunded-units', path, message }]
  }
  const due = addDecimals(quantity.cancelled, returned)
  if (compareDecimals(expected, due) <= 0) return []
  const message = `${expected} units of ${title} were refunded, but only ${due} came back or were cancelled`
  return [{ code: 'refunded-without-return', path, message }]
}
