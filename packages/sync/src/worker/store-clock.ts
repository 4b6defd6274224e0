import type { Env } from '@canonry/pack'
import type { TenantStore } from '../store/store.js'

/** An environment that tells the time of a store, as far as it was asked. */
export interface StoreClock {
  readonly env: Env
  /** Asks the store what time it is; while it does not answer, or has no clock, nothing changes. */
  set(): Promise<void>
}

// differences of clocks that do no harm
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
      const halfWay = (env.now() - asked) / 2
      const difference = Math.round(answer - asked - halfWay)
      // what the way to the store and back explains is no difference
      const least = LEAST_OFFSET_MS + Math.abs(halfWay)
      if (Math.abs(difference - offset) >= least) offset = difference
    },
  }
}
