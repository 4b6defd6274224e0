import { momentText } from './merchant.js'
import { cardOf } from './tender.js'
import type { Ticket } from './ticket.js'
import type { Wire } from './wire.js'

/** What is known of a payment beside its ticket. */
export interface MadePayment {
  readonly id: string
  readonly at: string
  readonly isOffline: boolean
  /** The ids of its refunds. */
  readonly refunds: readonly string[]
}

/** The payment of a ticket as Square answers it. */
export function printPayment(ticket: Ticket, { id, at, isOffline, refunds }: MadePayment): Wire {
  const { location, total, tip, tender, soldAt } = ticket
  const money = (amount: number) => ({ amount, currency: location.currency })
  return {
    id,
    order_id: ticket.id,
    location_id: location.id,
    status: 'COMPLETED',
    source_type: tender === 'cash' ? 'CASH' : 'CARD',
    amount_money: money(total - tip),
    ...(tip > 0 && { tip_money: money(tip) }),
    total_money: money(total),
    ...cardOf(tender),
    ...(refunds.length > 0 && { refund_ids: refunds }),
    ...(isOffline && {
      is_offline_payment: true,
      offline_payment_details: { client_created_at: momentText(soldAt) },
    }),
    created_at: at,
    updated_at: at,
  }
}
