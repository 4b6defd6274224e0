import {
  type EffectState,
  type EffectStep,
  END_STATES,
  HELD_STATES,
  LEASABLE_STATES,
  nextState,
  PARKED_STATES,
  UNSENT_STATES,
} from '@canonry/sync'
import { describe, expect, it } from 'vitest'

const STATES: readonly EffectState[] = [
  'planned',
  'ready',
  'leased',
  'sending',
  'unknown',
  'verifying',
  'waiting',
  'retry-at',
  'throttled',
  'exception',
  'conflict',
  'dead',
  'confirmed',
  'no-op',
  'superseded',
  'cancelled',
  'expired',
]
const STEPS: readonly EffectStep[] = [
  'promote',
  'lease',
  'send',
  'confirm',
  'find-done',
  'lose',
  'find-not-applied',
  'find-conflict',
  'retry',
  'throttle',
  'wait',
  'reject',
  'die',
  'refresh',
  'supersede',
  'cancel',
  'expire',
  'abandon',
]

function attempt(state: EffectState, step: EffectStep): EffectState | undefined {
  try {
    return nextState(state, step)
  } catch {
    return undefined
  }
}

const moves = STATES.flatMap((from) =>
  STEPS.flatMap((step) => {
    const to = attempt(from, step)
    return to ? [{ from, step, to }] : []
  }),
)

describe('the states of an effect', () => {
  it('never leave an end state', () => {
    expect(moves.filter(({ from }) => END_STATES.has(from))).toEqual([])
  })

  it('reach the outside only through a committed sending', () => {
    const into = moves.filter(({ to }) => to === 'sending')
    expect(into).toEqual([{ from: 'leased', step: 'send', to: 'sending' }])
  })

  it('lead from an unknown outcome to a new call only through a verification', () => {
    const after = moves.filter(({ from }) => from === 'unknown').map(({ to }) => to)
    expect(new Set(after)).toEqual(new Set(['verifying']))
  })

  it('make what was sending or verifying unknown, and what was leased ready, when its worker is gone', () => {
    expect(nextState('sending', 'abandon')).toBe('unknown')
    expect(nextState('verifying', 'abandon')).toBe('unknown')
    expect(nextState('leased', 'abandon')).toBe('ready')
  })

  it('can all be reached, and every one but an end can be left', () => {
    const reached = new Set(moves.map(({ to }) => to))
    expect(STATES.filter((state) => state !== 'planned' && !reached.has(state))).toEqual([])
    const left = new Set(moves.map(({ from }) => from))
    expect(STATES.filter((state) => !END_STATES.has(state) && !left.has(state))).toEqual([])
  })

  it('say what happened when a step is a bug', () => {
    expect(() => nextState('confirmed', 'send')).toThrow('an effect that is confirmed cannot send')
  })

  it('belong to one kind each', () => {
    const kinds = [END_STATES, PARKED_STATES, HELD_STATES, LEASABLE_STATES, new Set(['planned'])]
    for (const state of STATES) {
      expect(kinds.filter((kind) => kind.has(state as never)).length, state).toBe(1)
    }
    expect([...UNSENT_STATES].some((state) => END_STATES.has(state))).toBe(false)
  })
})
