import type { Order, OrderLine } from '@canonry/model'

/**
 * Whether an order is a sale of a till that is over: sold in a store, paid, and handed over.
 *
 * Only tills say where they sold, and a till closes what is paid.
 */
export function isTicket({ location, channel, closedAt, cancelledAt, draft }: Order): boolean {
  const sold = location !== undefined && (channel === undefined || channel.kind === 'store')
  return sold && closedAt !== undefined && cancelledAt === undefined && !draft
}

/**
 * A ticket as it was sold: what came back since is a matter of refunds, which are records of their own.
 *
 * A total that the till states after returns says nothing of the sale; the one of before says it where
 * nothing was taken off the ticket before it was paid.
 */
export function asSold(ticket: Order): Order {
  if (!ticket.lines.some(hasReturns)) return ticket
  const { total, currentTotal, ...asserted } = ticket.asserted
  const isWhole =
    ticket.lines.every(({ quantity }) => quantity.cancelled === '0') &&
    ticket.charges.every(({ removed }) => !removed)
  const stated = isWhole && currentTotal !== undefined ? total : undefined
  return {
    ...ticket,
    lines: ticket.lines.map((line) => ({ ...line, quantity: { ...line.quantity, returned: '0' } })),
    asserted: { ...asserted, ...(stated && { total: stated }) },
  }
}

function hasReturns({ quantity }: OrderLine): boolean {
  return quantity.returned !== '0'
}
