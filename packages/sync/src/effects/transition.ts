import { type EffectState, LEASABLE_STATES, PARKED_STATES, UNSENT_STATES } from './effect.js'

/** What can happen to an effect. */
export type EffectStep =
  /** A person approved the plan that it is part of. */
  | 'approve'
  /** The one before it in its lane ended. */
  | 'promote'
  | 'lease'
  | 'send'
  | 'confirm'
  | 'find-done'
  /** Its call, or its verification, gave no certain answer. */
  | 'lose'
  | 'find-not-applied'
  | 'find-conflict'
  | 'retry'
  | 'throttle'
  | 'wait'
  | 'reject'
  | 'die'
  /** A newer decision gave it a new body. */
  | 'refresh'
  | 'supersede'
  | 'cancel'
  | 'expire'
  /** The worker that held it is gone. */
  | 'abandon'

type States = Iterable<EffectState>
type Moves = Readonly<Partial<Record<EffectState, EffectState>>>

const ENDABLE: readonly EffectState[] = [...UNSENT_STATES, ...PARKED_STATES]

/** Where each step leads, by the state that it is taken in. */
const MOVES: Readonly<Record<EffectStep, Moves>> = {
  approve: to('planned', ['proposed']),
  promote: to('ready', ['planned']),
  lease: { ...to('leased', LEASABLE_STATES), unknown: 'verifying' },
  send: to('sending', ['leased']),
  confirm: to('confirmed', ['sending', 'verifying']),
  'find-done': to('no-op', ['sending']),
  lose: to('unknown', ['sending', 'verifying']),
  'find-not-applied': to('ready', ['verifying']),
  'find-conflict': to('conflict', ['sending', 'verifying']),
  retry: to('retry-at', ['sending']),
  throttle: to('throttled', ['sending']),
  wait: to('waiting', ['leased', 'sending']),
  reject: to('exception', ['sending', 'verifying']),
  die: to('dead', ['sending', 'verifying']),
  refresh: { ...staying(UNSENT_STATES), leased: 'ready' },
  supersede: to('superseded', [...ENDABLE, 'sending']),
  cancel: to('cancelled', ENDABLE),
  expire: to('expired', UNSENT_STATES),
  abandon: { ...to('unknown', ['sending', 'verifying']), leased: 'ready' },
}

/** The state after a step; a step that the state does not allow is a bug and throws. */
export function nextState(state: EffectState, step: EffectStep): EffectState {
  const next = MOVES[step][state]
  if (!next) throw new Error(`an effect that is ${state} cannot ${step}`)
  return next
}

function to(target: EffectState, from: States): Moves {
  return Object.fromEntries([...from].map((state) => [state, target]))
}

function staying(states: States): Moves {
  return Object.fromEntries([...states].map((state) => [state, state]))
}
