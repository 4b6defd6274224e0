import { match, P } from 'ts-pattern'
import { type Move, moveTo, refuseMove, type StateMachine } from '../state/state-machine.js'

/** The states of fulfilment work; `unknown` where the source has another word. */
export const FULFILMENT_ORDER_STATES = [
  'scheduled',
  'open',
  'in-progress',
  'on-hold',
  'done',
  'incomplete',
  'rejected',
  'cancelled',
  'unknown',
] as const

const EVENTS = [
  'open',
  'start',
  'hold',
  'release',
  'finish',
  'give-up',
  'reject',
  'cancel',
] as const

/** Where fulfilment work stands. */
export type FulfilmentOrderState = (typeof FULFILMENT_ORDER_STATES)[number]

/** What can happen to fulfilment work. */
export type FulfilmentOrderEvent = (typeof EVENTS)[number]

const REACHED: Readonly<Record<FulfilmentOrderEvent, FulfilmentOrderState>> = {
  open: 'open',
  start: 'in-progress',
  hold: 'on-hold',
  release: 'open',
  finish: 'done',
  'give-up': 'incomplete',
  reject: 'rejected',
  cancel: 'cancelled',
}

/** The state after an event; work that was on hold starts again from `open`. */
export function nextFulfilmentOrderState(
  state: FulfilmentOrderState,
  event: FulfilmentOrderEvent,
): Move<FulfilmentOrderState> {
  return match([state, event] as const)
    .returnType<Move<FulfilmentOrderState>>()
    .with(
      ['scheduled', P.union('open', 'cancel')],
      ['open', P.union('start', 'hold', 'finish', 'reject', 'cancel')],
      ['in-progress', P.union('hold', 'finish', 'give-up', 'reject', 'cancel')],
      ['on-hold', P.union('release', 'reject', 'cancel')],
      ['unknown', P._],
      ([, happened]) => moveTo(REACHED[happened]),
    )
    .with(
      ['scheduled', P.union('start', 'hold', 'release', 'finish', 'give-up', 'reject')],
      ['open', P.union('open', 'release', 'give-up')],
      ['in-progress', P.union('open', 'start', 'release')],
      ['on-hold', P.union('open', 'start', 'hold', 'finish', 'give-up')],
      [P.union('done', 'incomplete', 'rejected', 'cancelled'), P._],
      (pair) => refuseMove('fulfilment order', pair),
    )
    .exhaustive()
}

/** The states of fulfilment work as data. */
export const fulfilmentOrderMachine: StateMachine<FulfilmentOrderState, FulfilmentOrderEvent> = {
  name: 'fulfilment order',
  states: FULFILMENT_ORDER_STATES,
  events: EVENTS,
  initial: ['scheduled', 'open', 'unknown'],
  next: nextFulfilmentOrderState,
}
