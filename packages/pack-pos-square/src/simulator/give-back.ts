import { type Merchant, momentText } from './merchant.js'
import type { GiftCardActivity } from './refunds.js'
import type { TakenBack } from './take-back.js'
import type { Wire } from './wire.js'

/** What goes back of a payment. */
export interface GivenBack {
  readonly taken: TakenBack
  readonly payment: string
}

/** The id of the refund by which an order gives back; it begins with that of the payment. */
function refundId({ taken, payment }: GivenBack): string {
  return `${payment}_${taken.id}`
}

/**
 * Gives money of a payment back, and tells of it: in the way it was paid, or onto a gift card. A refund says
 * which card that is only where the API was asked for it, and a till is not the API.
 */
export function giveBack(merchant: Merchant, given: GivenBack): void {
  const { taken, payment } = given
  const at = momentText(taken.heardAt)
  const tender = taken.onto ?? taken.ticket.tender
  const refund: Wire = {
    id: refundId(given),
    status: taken.isPending ? 'PENDING' : 'COMPLETED',
    location_id: taken.ticket.location.id,
    unlinked: false,
    destination_type: tender === 'cash' ? 'CASH' : 'CARD',
    amount_money: { amount: taken.line.total, currency: taken.ticket.location.currency },
    payment_id: payment,
    order_id: taken.id,
    created_at: at,
    updated_at: at,
  }
  merchant.refunds.add(refund, tender === 'gift-card' ? activityOf(given, refund) : undefined)
  merchant.tell('refund.created', { type: 'refund', id: refund['id'], object: { refund } })
}

/** Lets the bank of the buyer reject what an order gave back. */
export function reject({ refunds, env, tell }: Merchant, order: string): void {
  const known = refunds.ofOrder(order)
  if (known === undefined) return
  const refund = { ...known, status: 'REJECTED', updated_at: momentText(env.now()) }
  refunds.put(refund)
  tell('refund.updated', { type: 'refund', id: known['id'], object: { refund } })
}

/** The status of a refund as an order tells it, which calls completed what it calls approved. */
export function statusInOrder({ refunds }: Merchant, order: string): string {
  const status = refunds.ofOrder(order)?.['status'] ?? 'COMPLETED'
  return status === 'COMPLETED' ? 'APPROVED' : String(status)
}

function activityOf({ taken, payment }: GivenBack, refund: Wire): GiftCardActivity {
  const { amount_money, created_at, location_id } = refund
  const wire: Wire = {
    id: `gcact_${taken.id}`,
    type: 'REFUND',
    location_id,
    created_at,
    gift_card_id: `gftc:${payment}`,
    refund_activity_details: { amount_money, payment_id: payment },
  }
  return { at: taken.heardAt, wire }
}
