import { currencyExponent, fromUnits, type Money } from '@canonry/model'
import type { Random } from '@canonry/pack/simulator'
import { giveBack, statusInOrder } from './give-back.js'
import { type Merchant, momentText, type TillLocation } from './merchant.js'
import { type MadePayment, printPayment } from './print-payment.js'
import { printTakenBack, type TakenBack } from './take-back.js'
import {
  type Basket,
  makeTicket,
  type OrderNames,
  printTicket,
  type Ticket,
  type TicketLine,
  ticketOf,
} from './ticket.js'
import type { Wire } from './wire.js'

/** One line of the merchant's own books: a sale, or what was taken back. */
export interface TillBooking {
  readonly id: string
  readonly kind: 'sale' | 'return'
  readonly location: string
  /** What came in; below zero for what went out. */
  readonly total: Money
  readonly soldAt: number
  /** What left the shelf; below zero for what came back to it. */
  readonly goods: readonly { readonly variation: string; readonly quantity: string }[]
}

/** The tills of a merchant: what they do goes into the merchant's books when it reaches Square. */
export interface Tills {
  /** Rings up a sale at a moment; the ticket reaches Square only by {@link Tills.send}. */
  ringUp(location: TillLocation, soldAt: number): Ticket
  /** Rings up chosen goods. */
  ring(sale: Pick<Ticket, 'location' | 'soldAt'>, basket: Basket): Ticket
  /** Sends a ticket to Square, which takes its goods off by itself. */
  send(ticket: Ticket, isOffline: boolean): void
  /** Takes a line of some earlier sale back, if there is one. */
  takeBack(): void
  /** Takes so much of a line back as is handed in. */
  takeBackLine(taken: Omit<TakenBack, 'heardAt'>): void
  readonly bookings: readonly TillBooking[]
}

/** Opens the tills of a merchant. */
export function createTills(merchant: Merchant, random: Random): Tills {
  const bookings: TillBooking[] = []
  const returnable: Returnable[] = []
  const payments = new Map<string, string>()
  const { articles, env, nextId } = merchant

  function takeBackLine(known: Omit<TakenBack, 'heardAt'>): void {
    const taken: TakenBack = { ...known, heardAt: env.now() }
    const { id, ticket, line, at } = taken
    const location_id = ticket.location.id
    const payment = payments.get(ticket.id) ?? ''
    storeOrder(merchant, {
      id,
      location_id,
      print: () => printTakenBack(taken, { payment, status: statusInOrder(merchant, id) }),
    })
    giveBack(merchant, { taken, payment })
    moveGoods(merchant, { order: id, ticket, line, at, way: RETURN })
    bookings.push(bookedReturn(taken))
  }

  return {
    bookings,
    takeBackLine,
    ringUp: (location, soldAt) =>
      makeTicket({ id: nextId('O'), location, soldAt }, { articles, random }),
    ring: (sale, basket) => ticketOf({ id: nextId('O'), ...sale }, basket),
    send(ticket, isOffline) {
      const { id, location, soldAt } = ticket
      const payment = nextId('P')
      payments.set(id, payment)
      const print = (at: string) => printTicket(ticket, { at, payment })
      storeOrder(merchant, { id, location_id: location.id, print })
      storePayment(merchant, ticket, { id: payment, isOffline })
      for (const line of ticket.lines) {
        returnable.push({ ticket, line })
        moveGoods(merchant, { order: id, line, ticket, at: soldAt, way: SALE })
      }
      bookings.push(bookedSale(ticket))
    },
    takeBack() {
      const [found] = returnable.splice(random.between(0, returnable.length - 1), 1)
      if (found) takeBackLine({ id: nextId('R'), ...found, at: env.now() })
    },
  }
}

interface Returnable {
  readonly ticket: Ticket
  readonly line: TicketLine
}

interface Way {
  readonly from: string
  readonly to: string
}

const SALE: Way = { from: 'IN_STOCK', to: 'SOLD' }
const RETURN: Way = { from: 'SOLD', to: 'IN_STOCK' }

interface Moving extends Returnable {
  readonly order: string
  readonly at: number
  readonly way: Way
}

// Square moves its stock by itself where an order is completed
function moveGoods(merchant: Merchant, { ticket, line, order, at, way }: Moving): void {
  merchant.change({
    type: 'ADJUSTMENT',
    variation: line.article.variation,
    location: ticket.location.id,
    quantity: line.quantity,
    ...way,
    occurredAt: at,
    order,
  })
}

interface NewOrder extends OrderNames {
  print(at: string): Wire
}

function storeOrder(merchant: Merchant, { id, location_id, print }: NewOrder): void {
  const { env, searchLagMs, tell } = merchant
  const now = env.now()
  const at = momentText(now)
  const found = { updatedAt: now, foundFrom: now + searchLagMs }
  merchant.orders.add({ id, location: location_id, ...found, print: () => print(at) })
  for (const happened of ['created', 'updated'] as const) {
    const said = { order_id: id, location_id, state: 'COMPLETED', [`${happened}_at`]: at }
    tell(`order.${happened}`, {
      type: `order_${happened}`,
      id,
      object: { [`order_${happened}`]: said },
    })
  }
}

function storePayment(
  merchant: Merchant,
  ticket: Ticket,
  { id, isOffline }: Pick<MadePayment, 'id' | 'isOffline'>,
): void {
  const { env, searchLagMs, tell, refunds } = merchant
  const now = env.now()
  const made = { id, at: momentText(now), isOffline }
  const print = () => printPayment(ticket, { ...made, refunds: refunds.ofPayment(id) })
  const found = { updatedAt: now, foundFrom: now + searchLagMs }
  merchant.payments.add({ id, location: ticket.location.id, ...found, print })
  tell('payment.created', { type: 'payment', id, object: { payment: print() } })
}

function bookedSale({ id, location, total, soldAt, lines }: Ticket): TillBooking {
  const goods = lines.map(({ article, quantity }) => ({ variation: article.variation, quantity }))
  return { id, kind: 'sale', location: location.id, total: moneyOf(total, location), soldAt, goods }
}

function bookedReturn({ id, ticket, line, at }: TakenBack): TillBooking {
  const { location } = ticket
  const goods = [{ variation: line.article.variation, quantity: `-${line.quantity}` }]
  const total = moneyOf(-line.total, location)
  return { id, kind: 'return', location: location.id, total, soldAt: at, goods }
}

function moneyOf(amount: number, { currency }: TillLocation): Money {
  return { amount: fromUnits(BigInt(amount), currencyExponent(currency)), currency }
}
