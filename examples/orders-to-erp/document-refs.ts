import type { Ref } from '@canonry/model'
import type { TillBooking } from '@canonry/pack-pos-square/simulator'
import { MERCHANT } from './stores.js'

/** An order of a shop, as the shop names it. */
export function shopOrderRef(account: string, id: string): Ref {
  return { system: 'shopify', account, kind: 'Order', id }
}

/**
 * A ticket, as the tills name it: a return is an order of its own there, and what it gave back is the
 * first of it.
 */
export function ticketRef({ id, kind }: Pick<TillBooking, 'id' | 'kind'>): Ref {
  const own = { system: 'square', account: MERCHANT }
  return kind === 'sale'
    ? { ...own, kind: 'Order', id }
    : { ...own, kind: 'Refund', id: `${id}/return1` }
}
