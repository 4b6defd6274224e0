import { match, P } from 'ts-pattern'
import { type Move, moveTo, refuseMove, type StateMachine } from '../state/state-machine.js'

/** The states of a shipment; `unknown` where the source has another word. */
export const SHIPMENT_STATES = [
  'created',
  'handed-over',
  'delivered',
  'lost',
  'returned-to-sender',
  'cancelled',
  'unknown',
] as const

const EVENTS = ['hand-over', 'deliver', 'lose', 'return-to-sender', 'cancel'] as const

/** Where a shipment stands for the merchant. A carrier's signals never move it by themselves. */
export type ShipmentState = (typeof SHIPMENT_STATES)[number]

/** What can happen to a shipment. */
export type ShipmentEvent = (typeof EVENTS)[number]

const REACHED: Readonly<Record<ShipmentEvent, ShipmentState>> = {
  'hand-over': 'handed-over',
  deliver: 'delivered',
  lose: 'lost',
  'return-to-sender': 'returned-to-sender',
  cancel: 'cancelled',
}

/** The state after an event; what is handed over can no longer be cancelled. */
export function nextShipmentState(state: ShipmentState, event: ShipmentEvent): Move<ShipmentState> {
  return match([state, event] as const)
    .returnType<Move<ShipmentState>>()
    .with(
      ['created', P.union('hand-over', 'cancel')],
      ['handed-over', P.union('deliver', 'lose', 'return-to-sender')],
      ['unknown', P._],
      ([, happened]) => moveTo(REACHED[happened]),
    )
    .with(
      ['created', P.union('deliver', 'lose', 'return-to-sender')],
      ['handed-over', P.union('hand-over', 'cancel')],
      [P.union('delivered', 'lost', 'returned-to-sender', 'cancelled'), P._],
      (pair) => refuseMove('shipment', pair),
    )
    .exhaustive()
}

/** The states of a shipment as data. */
export const shipmentMachine: StateMachine<ShipmentState, ShipmentEvent> = {
  name: 'shipment',
  states: SHIPMENT_STATES,
  events: EVENTS,
  initial: ['created', 'unknown'],
  next: nextShipmentState,
}
