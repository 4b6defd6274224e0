import { lifecycleOf, Order } from '@canonry/model'
import {
  type Connection,
  cancel,
  defineFlow,
  durationMs,
  type EffectPlan,
  type Flow,
  upsert,
} from '@canonry/sync'
import { customerFlow } from './customer-to-erp.js'

/** Where orders come from, where they are booked, and how soon. */
export interface OrderToErp {
  readonly from: readonly Connection[]
  readonly to: Connection
  /** How soon an order is to stand in the ERP: `30s`, `5m`, `2h`; default `15m`. */
  readonly sla?: string
}

/**
 * Books every order of the shops in the ERP, exactly once, and keeps the document up to date.
 *
 * The customer goes first: an order waits until its customer exists there. Guests are booked
 * without. Drafts are not booked, nor orders that were made to try the shop out (`test`). An order
 * that is cancelled before it was ever promised creates nothing; one that was booked is cancelled in
 * the ERP too.
 */
export function orderToErp({ from, to, sla = '15m' }: OrderToErp): readonly Flow[] {
  durationMs(sla) // throws now, and not for each order
  const orders = defineFlow({
    name: `order-to-${to.id}`,
    on: Order,
    class: 'critical',
    from,
    decide: (_change, order) => planOrder(order, { to, sla }),
  })
  return [customerFlow({ from, to, sla }), orders]
}

function planOrder(
  order: Order,
  { to, sla }: { readonly to: Connection; readonly sla: string },
): EffectPlan[] {
  const lifecycle = lifecycleOf(order)
  if (lifecycle === 'draft') return []
  if (lifecycle === 'cancelled') return [cancel(to, 'order', order, { sla })]
  if (order.test) return []
  const after = order.customer ? [order.customer] : []
  return [upsert(to, 'order', order, { after, sla })]
}
