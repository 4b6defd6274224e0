import { match, P } from 'ts-pattern'
import { type Move, moveTo, refuseMove, type StateMachine } from '../state/state-machine.js'

/** The states of a return; `unknown` where the source has another word. */
export const RETURN_STATES = [
  'requested',
  'approved',
  'declined',
  'received',
  'inspected',
  'completed',
  'cancelled',
  'unknown',
] as const

const EVENTS = ['approve', 'decline', 'receive', 'inspect', 'complete', 'cancel'] as const

/** Where the goods of a return stand; its money stands in refunds. */
export type ReturnState = (typeof RETURN_STATES)[number]

/** What can happen to a return. */
export type ReturnEvent = (typeof EVENTS)[number]

const REACHED: Readonly<Record<ReturnEvent, ReturnState>> = {
  approve: 'approved',
  decline: 'declined',
  receive: 'received',
  inspect: 'inspected',
  complete: 'completed',
  cancel: 'cancelled',
}

/** The state after an event; goods that have arrived can no longer be cancelled away. */
export function nextReturnState(state: ReturnState, event: ReturnEvent): Move<ReturnState> {
  return match([state, event] as const)
    .returnType<Move<ReturnState>>()
    .with(
      ['requested', P.union('approve', 'decline', 'cancel')],
      ['approved', P.union('receive', 'cancel')],
      ['received', 'inspect'],
      ['inspected', 'complete'],
      ['unknown', P._],
      ([, happened]) => moveTo(REACHED[happened]),
    )
    .with(
      ['requested', P.union('receive', 'inspect', 'complete')],
      ['approved', P.union('approve', 'decline', 'inspect', 'complete')],
      ['received', P.union('approve', 'decline', 'receive', 'complete', 'cancel')],
      ['inspected', P.union('approve', 'decline', 'receive', 'inspect', 'cancel')],
      [P.union('declined', 'completed', 'cancelled'), P._],
      (pair) => refuseMove('return', pair),
    )
    .exhaustive()
}

/** The states of a return as data. */
export const returnMachine: StateMachine<ReturnState, ReturnEvent> = {
  name: 'return',
  states: RETURN_STATES,
  events: EVENTS,
  initial: ['requested', 'approved', 'unknown'],
  next: nextReturnState,
}
