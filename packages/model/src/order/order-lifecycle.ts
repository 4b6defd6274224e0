import { match, P } from 'ts-pattern'
import { type Move, moveTo, refuseMove, type StateMachine } from '../state/state-machine.js'
import type { Order } from './order.js'

const STATES = ['draft', 'placed', 'closed', 'cancelled'] as const
const EVENTS = ['place', 'close', 'reopen', 'cancel'] as const

/** Where an order stands as a whole. Money, goods and returns have axes of their own. */
export type OrderLifecycle = (typeof STATES)[number]

/** What can happen to an order as a whole. */
export type OrderEvent = (typeof EVENTS)[number]

const REACHED: Readonly<Record<OrderEvent, OrderLifecycle>> = {
  place: 'placed',
  close: 'closed',
  reopen: 'placed',
  cancel: 'cancelled',
}

/** The lifecycle after an event; a cancelled order is at its end. */
export function nextOrderLifecycle(state: OrderLifecycle, event: OrderEvent): Move<OrderLifecycle> {
  return match([state, event] as const)
    .returnType<Move<OrderLifecycle>>()
    .with(
      ['draft', P.union('place', 'cancel')],
      ['placed', P.union('close', 'cancel')],
      ['closed', 'reopen'],
      ([, happened]) => moveTo(REACHED[happened]),
    )
    .with(
      ['draft', P.union('close', 'reopen')],
      ['placed', P.union('place', 'reopen')],
      ['closed', P.union('place', 'close', 'cancel')],
      ['cancelled', P._],
      (pair) => refuseMove('order', pair),
    )
    .exhaustive()
}

/** The lifecycle of an order as data. */
export const orderMachine: StateMachine<OrderLifecycle, OrderEvent> = {
  name: 'order',
  states: STATES,
  events: EVENTS,
  initial: ['draft', 'placed'],
  next: nextOrderLifecycle,
}

/** The lifecycle from an order's own facts: a cancellation wins over closing, whatever came first. */
export function lifecycleOf(
  order: Pick<Order, 'draft' | 'cancelledAt' | 'closedAt'>,
): OrderLifecycle {
  if (order.cancelledAt !== undefined) return 'cancelled'
  if (order.draft === true) return 'draft'
  return order.closedAt === undefined ? 'placed' : 'closed'
}
