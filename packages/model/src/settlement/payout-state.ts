import { match, P } from 'ts-pattern'
import { type Move, moveTo, refuseMove, type StateMachine } from '../state/state-machine.js'

/** The states of a payout; `unknown` where the source has another word. */
export const PAYOUT_STATES = [
  'scheduled',
  'in-transit',
  'paid',
  'failed',
  'cancelled',
  'unknown',
] as const

const EVENTS = ['send', 'arrive', 'fail', 'cancel'] as const

/** Where a payout stands. One that the bank sends back is an entry of its own. */
export type PayoutState = (typeof PAYOUT_STATES)[number]

/** What can happen to a payout. */
export type PayoutEvent = (typeof EVENTS)[number]

const REACHED: Readonly<Record<PayoutEvent, PayoutState>> = {
  send: 'in-transit',
  arrive: 'paid',
  fail: 'failed',
  cancel: 'cancelled',
}

/** The state after an event. */
export function nextPayoutState(state: PayoutState, event: PayoutEvent): Move<PayoutState> {
  return match([state, event] as const)
    .returnType<Move<PayoutState>>()
    .with(
      ['scheduled', P.union('send', 'cancel')],
      ['in-transit', P.union('arrive', 'fail', 'cancel')],
      ['unknown', P._],
      ([, happened]) => moveTo(REACHED[happened]),
    )
    .with(
      ['scheduled', P.union('arrive', 'fail')],
      ['in-transit', 'send'],
      [P.union('paid', 'failed', 'cancelled'), P._],
      (pair) => refuseMove('payout', pair),
    )
    .exhaustive()
}

/** The states of a payout as data. */
export const payoutMachine: StateMachine<PayoutState, PayoutEvent> = {
  name: 'payout',
  states: PAYOUT_STATES,
  events: EVENTS,
  initial: ['scheduled', 'in-transit', 'unknown'],
  next: nextPayoutState,
}
