import type { Order, Refund } from '@canonry/model'
import {
  type Connection,
  cancel,
  defineFlow,
  durationMs,
  type EffectPlan,
  type Flow,
  upsert,
} from '@canonry/sync'

/** Which tills' tickets are booked, where, and how soon. */
export interface TicketsToErp {
  readonly from: readonly Connection[]
  readonly to: Connection
  /** How soon a ticket is to stand in the ERP; default `4h`. */
  readonly sla?: string
}

/**
 * Books every ticket of the tills in the ERP, each exactly once: what was sold as one sale, what was
 * given back as one refund, each under an external id that is made from its name at the till.
 *
 * A ticket is booked when it is closed, also one of no more than a service charge. One that sold
 * nothing is no sale; what it gave back is a refund of its own. A refund is booked once its money went
 * back.
 *
 * What was booked stays as it is, whatever is noted on it later. Where its goods or its money change, as
 * with a tip that is added, or the store or moment that they belong to, the same document is corrected.
 * A ticket that is voided, and a refund that fails, is not booked, or cancelled where it may have been.
 */
export function ticketsToErp({ from, to, sla = '4h' }: TicketsToErp): readonly Flow[] {
  durationMs(sla) // throws now, and not for each ticket
  return [
    defineFlow({
      name: `tickets-to-${to.id}`,
      on: 'order',
      class: 'normal',
      from,
      decide: ({ before }, ticket): EffectPlan[] => {
        if (ticket.cancelledAt !== undefined) return [cancel(to, ticket, { sla })]
        if (!isSale(ticket)) return []
        const isCorrected = before && isSale(before) && soldOn(before) !== soldOn(ticket)
        return [upsert(to, ticket, isCorrected ? { sla } : { sla, once: true })]
      },
    }),
    defineFlow({
      name: `refunds-to-${to.id}`,
      on: 'refund',
      class: 'normal',
      from,
      decide: ({ before }, refund): EffectPlan[] => {
        if (refund.state === 'failed') return [cancel(to, refund, { sla })]
        if (refund.state !== 'succeeded') return []
        const isCorrected = before?.state === 'succeeded' && givenBy(before) !== givenBy(refund)
        return [upsert(to, refund, isCorrected ? { sla } : { sla, once: true })]
      },
    }),
  ]
}

function isSale({ closedAt, lines, charges, test, cancelledAt }: Order): boolean {
  const isOver = closedAt !== undefined && cancelledAt === undefined
  return isOver && lines.length + charges.length > 0 && !test
}

// what a document in the books says of a ticket: names, notes and what came back since play no part
function soldOn(ticket: Order): string {
  const { lines, charges, discounts, rounding, asserted, location, placedAt, businessDate } = ticket
  const goods = lines.map(({ ref, variant, quantity, unitPrice, discounts: off, taxes }) => {
    const { ordered, cancelled } = quantity
    return { ref, variant, ordered, cancelled, unitPrice, off, taxes }
  })
  const booked = [location, placedAt, businessDate]
  return JSON.stringify([goods, charges, discounts, rounding, asserted.byGiftCard, ...booked])
}

function givenBy(refund: Refund): string {
  const { lines, charges, adjustments, amount, toGiftCard, location, at } = refund
  const goods = lines.map(({ sku: _, ...line }) => line)
  return JSON.stringify([goods, charges, adjustments, amount, toGiftCard, location, at])
}
