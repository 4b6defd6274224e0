import { match } from 'ts-pattern'
import { type EffectState, LEASABLE_STATES, PARKED_STATES, UNSENT_STATES } from './effect.js'

/** What can happen to an effect. */
export type EffectStep =
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

/** The state after a step; a step that the state does not allow is a bug and throws. */
export function nextState(state: EffectState, step: EffectStep): EffectState {
  const to = (target: EffectState, ...from: readonly EffectState[]) => {
    if (!from.includes(state)) throw new Error(`an effect that is ${state} cannot ${step}`)
    return target
  }
  return match(step)
    .returnType<EffectState>()
    .with('promote', () => to('ready', 'planned'))
    .with('lease', () => to(state === 'unknown' ? 'verifying' : 'leased', ...LEASABLE_STATES))
    .with('send', () => to('sending', 'leased'))
    .with('confirm', () => to('confirmed', 'sending', 'verifying'))
    .with('find-done', () => to('no-op', 'sending'))
    .with('lose', () => to('unknown', 'sending', 'verifying'))
    .with('find-not-applied', () => to('ready', 'verifying'))
    .with('find-conflict', () => to('conflict', 'verifying'))
    .with('retry', () => to('retry-at', 'sending'))
    .with('throttle', () => to('throttled', 'sending'))
    .with('wait', () => to('waiting', 'leased', 'sending'))
    .with('reject', () => to('exception', 'sending', 'verifying'))
    .with('die', () => to('dead', 'sending', 'verifying'))
    .with('refresh', () => to(state === 'leased' ? 'ready' : state, ...UNSENT_STATES))
    .with('supersede', () => to('superseded', ...UNSENT_STATES, ...PARKED_STATES, 'sending'))
    .with('cancel', () => to('cancelled', ...UNSENT_STATES, ...PARKED_STATES))
    .with('expire', () => to('expired', ...UNSENT_STATES))
    .with('abandon', () =>
      to(state === 'leased' ? 'ready' : 'unknown', 'leased', 'sending', 'verifying'),
    )
    .exhaustive()
}
