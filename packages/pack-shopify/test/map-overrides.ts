import type { Amount, Charge, Order, OrderLine } from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import fc from 'fast-check'

const fulfilment = fc.constantFrom('partial', 'fulfilled', 'restocked', 'unheard_of')

/** What stands in a Shopify order where no leaf reads it, and its schema says no more than text. */
export const orderOverrides = {
  wire: {
    '/fulfillment_status': fulfilment,
  },
}

/**
 * Sound orders as Shopify could hold them: whole units without returns; no taxes on tips, duties and
 * fees, tips in the shop's currency; no tip and no rounding of zero.
 */
export const soundOrders: fc.Arbitrary<Order> = arbitraryOrder.map(({ rounding, ...order }) => ({
  ...order,
  lines: order.lines.filter(isCounted),
  charges: order.charges.filter(isSomething).map(heldCharge),
  ...(rounding && isAmount(rounding) ? { rounding } : {}),
  // of fewer lines the totals would be others
  asserted: {},
}))

function isCounted({ quantity, measured }: OrderLine): boolean {
  const counters = Object.values(quantity)
  return !measured && quantity.returned === '0' && counters.every((count) => /^\d+$/.test(count))
}

function isSomething({ kind, amount }: Charge): boolean {
  return kind === 'shipping' || isAmount(amount)
}

function isAmount({ shop, buyer }: Amount): boolean {
  return shop.amount !== '0' || (buyer?.amount ?? '0') !== '0'
}

function heldCharge({ ref, amount, ...charge }: Charge): Charge {
  if (charge.kind === 'shipping') {
    return { ...charge, amount, ...(ref ? { ref: { ...ref, kind: 'ShippingLine' } } : {}) }
  }
  const held = charge.kind === 'tip' ? { shop: amount.shop } : amount
  return { ...charge, amount: held, ...(ref ? { ref } : {}), taxes: [] }
}
