import { match, P } from 'ts-pattern'
import { type Move, moveTo, refuseMove, type StateMachine } from '../state/state-machine.js'

/** The states of a payment transaction or a refund; `unknown` where nobody knows whether it went through. */
export const MONEY_STATES = ['pending', 'succeeded', 'failed', 'unknown'] as const

const EVENTS = ['succeed', 'fail', 'lose-track'] as const

/** Whether money moved. Only `succeeded` is ever booked. */
export type MoneyState = (typeof MONEY_STATES)[number]

/** What can happen to a movement of money. */
export type MoneyEvent = (typeof EVENTS)[number]

const REACHED: Readonly<Record<MoneyEvent, MoneyState>> = {
  succeed: 'succeeded',
  fail: 'failed',
  'lose-track': 'unknown',
}

/**
 * The state of a refund or payment transaction after an event.
 *
 * A refund that a bank sends back later is an entry of its own: what succeeded stays so.
 */
export function nextRefundState(state: MoneyState, event: MoneyEvent): Move<MoneyState> {
  return match([state, event] as const)
    .returnType<Move<MoneyState>>()
    .with(['pending', P._], ['unknown', P.union('succeed', 'fail')], ([, happened]) =>
      moveTo(REACHED[happened]),
    )
    .with(['unknown', 'lose-track'], [P.union('succeeded', 'failed'), P._], (pair) =>
      refuseMove('refund', pair),
    )
    .exhaustive()
}

/** The states of a refund as data. */
export const refundMachine: StateMachine<MoneyState, MoneyEvent> = {
  name: 'refund',
  states: MONEY_STATES,
  events: EVENTS,
  initial: ['pending', 'unknown'],
  next: nextRefundState,
}
