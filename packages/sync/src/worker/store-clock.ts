import type { Env } from '@canonry/pack'
import type { TenantStore } from '../store/store.js'

/** An environment that tells the time of a store, as far as it was asked. */
export interface StoreClock {
  readonly env: Env
  /** Asks the store what time it is; while it does not answer, or has no clock, nothing changes. */
  set(): Promise<void>
}

// a difference that the way to the store and back explains is none
const LEAST_OFFSET_MS = 500

/**
 * Lets all who work on a store agree on the time, whatever their machines say: leases, due times and
 * signs of life are compared between them.
 */
export function storeClock(env: Env, store: TenantStore): StoreClock {
  let offset = 0
  const told = { ...env, now: () => env.now() + offset }
  return {
    env: told,
    set: async () => {
      const asked = env.now()
      const answer = (await store.query<'clock'>({ kind: 'clock' })).unwrapOr(undefined)
      if (answer === undefined) return
      const difference = Math.round(answer - (asked + env.now()) / 2)
      if (Math.abs(difference - offset) >= LEAST_OFFSET_MS) offset = difference
    },
  }
}
