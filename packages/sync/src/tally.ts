import type { Env } from '@canonry/pack'
import type { TenantStore } from './store/store.js'

/** Counts that are collected in memory, so that a flood of refused requests writes nothing. */
export interface Tally {
  add(name: string): void
  /** Hands the counts to the store; what it does not take is kept. */
  flush(): Promise<void>
  /** The store's counters plus what was not handed over yet. */
  onTopOf(counters: Readonly<Record<string, number>>): Readonly<Record<string, number>>
}

/** An empty tally that hands its counts to a store. */
export function createTally(env: Env, store: TenantStore): Tally {
  let counts = new Map<string, number>()
  const add = (name: string, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by)
  return {
    add: (name) => void add(name),
    flush: async () => {
      if (counts.size === 0) return
      const taken = counts
      counts = new Map()
      const note = { counts: Object.fromEntries(taken), exceptions: [] }
      const noted = await store.maintain({ kind: 'note', now: env.now(), ...note })
      if (noted.isErr()) for (const [name, by] of taken) add(name, by)
    },
    onTopOf: (counters) => {
      const sum = { ...counters }
      for (const [name, by] of counts) sum[name] = (sum[name] ?? 0) + by
      return sum
    },
  }
}
