import { type Connection, defineFlow, durationMs, type Flow, upsert } from '@canonry/sync'

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
 * A ticket is booked when it is closed, also one of no more than a service charge. One that sold nothing is no sale; what it gave back is a refund
 * of its own. A refund is booked once its money went back.
 */
export function ticketsToErp({ from, to, sla = '4h' }: TicketsToErp): readonly Flow[] {
  durationMs(sla) // throws now, and not for each ticket
  return [
    defineFlow({
      name: `tickets-to-${to.id}`,
      on: 'order',
      class: 'normal',
      from,
      decide: (_, ticket) => {
        const parts = ticket.lines.length + ticket.charges.length
        const isSale = ticket.closedAt !== undefined && parts > 0 && !ticket.test
        return isSale && ticket.cancelledAt === undefined
          ? [upsert(to, ticket, { sla, once: true })]
          : []
      },
    }),
    defineFlow({
      name: `refunds-to-${to.id}`,
      on: 'refund',
      class: 'normal',
      from,
      decide: (_, refund) =>
        refund.state === 'succeeded' ? [upsert(to, refund, { sla, once: true })] : [],
    }),
  ]
}
