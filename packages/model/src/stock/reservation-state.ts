import { match, P } from 'ts-pattern'
import { z } from 'zod'
import { type Move, moveTo, refuseMove, type StateMachine } from '../state/state-machine.js'

/** Where a reservation stands; only an active one keeps goods. */
export const ReservationState = z.enum(['active', 'consumed', 'released', 'expired'])
export type ReservationState = z.infer<typeof ReservationState>

/** What can happen to a reservation: its goods go out, it is given back, or its time is over. */
export const RESERVATION_EVENTS = ['consume', 'release', 'expire'] as const
export type ReservationEvent = (typeof RESERVATION_EVENTS)[number]

/** The state that an event leads to, or its refusal: what has ended stays ended. */
export function nextReservationState(
  state: ReservationState,
  event: ReservationEvent,
): Move<ReservationState> {
  return match([state, event] as const)
    .returnType<Move<ReservationState>>()
    .with(['active', 'consume'], () => moveTo('consumed'))
    .with(['active', 'release'], () => moveTo('released'))
    .with(['active', 'expire'], () => moveTo('expired'))
    .with([P.union('consumed', 'released', 'expired'), P.any], (pair) =>
      refuseMove('reservation', pair),
    )
    .exhaustive()
}

/** The states of a reservation as data. */
export const reservationMachine: StateMachine<ReservationState, ReservationEvent> = {
  name: 'reservation',
  states: ReservationState.options,
  events: RESERVATION_EVENTS,
  initial: ['active'],
  next: nextReservationState,
}
