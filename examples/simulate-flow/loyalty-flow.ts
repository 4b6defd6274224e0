/** A flow that looks right, and one that is. */
import { Order } from '@canonry/model'
import { type Connection, defineFlow, type Flow, upsert } from '@canonry/sync'

/** Where orders come from, and the programme that gives points for them. */
export interface LoyaltyFlow {
  readonly from: Connection
  readonly to: Connection
}

// #region flow
/** Tells the loyalty programme of each order once, so that nobody gets points twice. */
export function pointsForOrders({ from, to }: LoyaltyFlow): Flow {
  const told = new Set<string>()
  return defineFlow({
    name: 'points-for-orders',
    on: Order,
    class: 'high',
    from: [from],
    decide: (_, order) => {
      if (told.has(order.number)) return []
      told.add(order.number)
      return [upsert(to, 'order', order)]
    },
  })
}
// #endregion flow

// #region corrected
/** Tells the loyalty programme of each order once: when it is new. */
export function pointsForNewOrders({ from, to }: LoyaltyFlow): Flow {
  return defineFlow({
    name: 'points-for-orders',
    on: Order,
    class: 'high',
    from: [from],
    decide: (change, order) => (change.before ? [] : [upsert(to, 'order', order)]),
  })
}
// #endregion corrected
