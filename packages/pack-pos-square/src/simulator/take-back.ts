import type { Tender } from './tender.js'
import { type OrderNames, printTax, type Ticket, type TicketLine, unitOf } from './ticket.js'
import type { Wire } from './wire.js'

/** A line of a ticket that comes back, on an order of its own. */
export interface TakenBack {
  readonly id: string
  readonly ticket: Ticket
  readonly line: TicketLine
  readonly at: number
  /** When Square heard of it. */
  readonly heardAt: number
  /** Where the money goes; absent where it goes back in the way it was paid. */
  readonly onto?: Tender
  /** Whether the money has not gone yet; by default it goes at once. */
  readonly isPending?: boolean
}

const TAX = 'RETURNTAX'

/**
 * The order by which a till takes a line back. The order that sold it is not changed, and this one
 * has no `total_money`: what goes out stands in `return_amounts` and, negative, in `net_amounts`.
 */
export function printTakenBack(
  taken: TakenBack,
  { payment, status }: { readonly payment: string; readonly status: string },
): Wire & OrderNames {
  const { id, ticket, line, at } = taken
  const { location } = ticket
  const money = (amount: number) => ({ amount, currency: location.currency })
  const moment = new Date(at).toISOString()
  const heard = new Date(taken.heardAt).toISOString()
  const amounts = (sign: 1 | -1) => ({
    total_money: money(sign * line.total),
    tax_money: money(sign * line.tax),
    discount_money: money(sign * line.discount),
    tip_money: money(0),
    service_charge_money: money(0),
  })
  return {
    id,
    location_id: location.id,
    source: { name: 'Square Point of Sale' },
    state: 'COMPLETED',
    created_at: moment,
    updated_at: heard,
    closed_at: heard,
    returns: [
      {
        uid: 'return1',
        source_order_id: ticket.id,
        return_line_items: [printLine(taken)],
        return_taxes: [printTax(location, { uid: TAX, amount: line.tax })],
        return_amounts: amounts(1),
      },
    ],
    return_amounts: amounts(1),
    net_amounts: amounts(-1),
    refunds: [
      {
        id: `refund-${id}`,
        location_id: location.id,
        transaction_id: ticket.id,
        tender_id: payment,
        created_at: heard,
        reason: 'Returned goods',
        amount_money: money(line.total),
        status,
      },
    ],
  }
}

function printLine({ ticket, line }: TakenBack): Wire {
  const { currency } = ticket.location
  const money = (amount: number) => ({ amount, currency })
  return {
    uid: `back-${line.uid}`,
    source_line_item_uid: line.uid,
    name: line.article.name,
    quantity: line.quantity,
    ...unitOf(line.article),
    catalog_object_id: line.article.variation,
    item_type: 'ITEM',
    base_price_money: money(line.article.price),
    gross_return_money: money(line.gross),
    applied_taxes: [{ uid: 'tax', tax_uid: TAX, applied_money: money(line.tax) }],
    total_tax_money: money(line.tax),
    total_discount_money: money(line.discount),
    total_money: money(line.total),
  }
}
