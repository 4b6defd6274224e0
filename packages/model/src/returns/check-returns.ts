import type { Finding } from '../entity/finding.js'
import type { Order } from '../order/order.js'
import { type OrderFacts, receivedUnits, sentOf } from '../order/order-facts.js'
import { compareDecimals } from '../value/decimal.js'

/** Lines of an order of which more came back than was ever sent. */
export function checkReturns(order: Order, facts: OrderFacts): Finding[] {
  const received = receivedUnits(facts.returns ?? [])
  const sent = sentOf(facts)
  return order.lines.flatMap((line, index) => {
    const back = received(line.ref)
    if (compareDecimals(back, sent(line)) <= 0) return []
    const message = `${back} units of ${line.title} came back, but only ${sent(line)} were sent`
    return [{ code: 'over-returned', path: `/lines/${index}/quantity`, message }]
  })
}
