import type { Finding } from '../entity/finding.js'
import type { Order } from '../order/order.js'
import { sentUnits } from '../order/order-facts.js'
import { compareDecimals } from '../value/decimal.js'
import type { Shipment } from './shipment.js'

/** Lines of an order of which more was sent than was ordered. */
export function checkShipments(order: Order, shipments: readonly Shipment[]): Finding[] {
  const sent = sentUnits(shipments)
  return order.lines.flatMap(({ ref, title, quantity }, index) => {
    const units = sent(ref)
    if (compareDecimals(units, quantity.ordered) <= 0) return []
    const message = `${units} units of ${title} were sent of ${quantity.ordered} ordered`
    return [{ code: 'over-shipped', path: `/lines/${index}/quantity`, message }]
  })
}
