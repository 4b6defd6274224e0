import type { Wire } from './wire.js'

/** What was given back of payments, and what of it was loaded onto gift cards. */
export interface Refunds {
  /** The refund of a payment with its id; `undefined` where there is none. */
  get(id: string): Wire | undefined
  /** The ids of the refunds of a payment. */
  ofPayment(payment: string): readonly string[]
  /** Activities of gift cards by which they were loaded with refunds, of a period: epoch milliseconds. */
  activities(since: number, until: number): readonly Wire[]
  /** The refund that an order made; `undefined` where it made none. */
  ofOrder(order: string): Wire | undefined
  add(refund: Wire, activity: GiftCardActivity | undefined): void
  /** Tells a refund anew. */
  put(refund: Wire): void
}

/** What a gift card was loaded with, and when: epoch milliseconds. */
export interface GiftCardActivity {
  readonly at: number
  readonly wire: Wire
}

/** Opens the refunds of a merchant. */
export function createRefunds(): Refunds {
  const byId = new Map<string, Wire>()
  const byOrder = new Map<string, string>()
  const byPayment = new Map<string, string[]>()
  const activities: GiftCardActivity[] = []
  return {
    get: (id) => byId.get(id),
    ofPayment: (payment) => byPayment.get(payment) ?? [],
    ofOrder: (order) => byId.get(byOrder.get(order) ?? ''),
    put: (refund) => void byId.set(String(refund['id']), refund),
    activities: (since, until) =>
      activities.filter(({ at }) => at >= since && at <= until).map(({ wire }) => wire),
    add(refund, activity) {
      const [id, payment] = [String(refund['id']), String(refund['payment_id'])]
      byId.set(id, refund)
      byOrder.set(String(refund['order_id']), id)
      byPayment.set(payment, [...(byPayment.get(payment) ?? []), id])
      if (activity) activities.push(activity)
    },
  }
}
