import type { Fact, SourceRow, Sync, TenantStore } from '@canonry/sync'
import type { Breach, BuiltWorld, Invariant } from '@canonry/sync/testing'
import { MANIFEST } from '../../src/journal/fact.js'
import { factsIn } from './facts-in.js'
import type { RetailHistory } from './retail-history.js'

/** How long bodies stay in a retail world in which they expire: every worker beats a few times. */
export const SOON = { facts: '5s', effects: '5s' } as const

interface Expiring extends BuiltWorld {
  readonly history: RetailHistory
}

/** What must hold where bodies expire. */
export const expiryInvariants: readonly Invariant<Expiring>[] = [
  {
    name: 'what a source said last stays readable',
    when: 'finally',
    check: async ({ world, store }) => {
      if (!world.retention) return []
      const expired = await expiredIn(store)
      const sources = await sourcesIn(store, world.history)
      return sources
        .filter(({ shard, seq }) => expired.has(`${shard}/${seq}`))
        .map(({ key, shard, seq }) => ({
          message: `${key} is from ${shard}/${seq}, which expired`,
        }))
    },
  },
  {
    name: 'a replay says what has expired, and finds the rest as it was',
    when: 'finally',
    check: async ({ world, store, sync }) =>
      world.retention ? judgeReplay(sync, await expiredIn(store)) : [],
  },
  {
    name: 'what has expired is proven all the same',
    when: 'finally',
    check: async ({ world, sync }) => {
      if (!world.retention) return []
      const { problems } = await sync.audit.verify()
      return problems.slice(0, 1).map((problem) => ({ message: JSON.stringify(problem) }))
    },
  },
]

async function expiredIn(store: TenantStore): Promise<ReadonlyMap<string, Fact>> {
  const expired = (await factsIn(store)).filter((fact) => fact.expired)
  return new Map(expired.map((fact) => [`${fact.shard}/${fact.seq}`, fact]))
}

async function sourcesIn(
  store: TenantStore,
  history: RetailHistory,
): Promise<readonly SourceRow[]> {
  const refs = [...history.said.keys()]
  const situation = await store.query<'situation'>({ kind: 'situation', refs })
  const sources = situation._unsafeUnwrap().states.flatMap((state) => state.sources)
  return sources.filter(({ erased, deletedAt }) => !erased && deletedAt === undefined)
}

async function judgeReplay(
  sync: Sync,
  expired: ReadonlyMap<string, Fact>,
): Promise<readonly Breach[]> {
  const { 'facts.expired': counted = 0 } = await sync.counters()
  if (counted !== expired.size) {
    return [{ message: `${counted} facts were counted, and ${expired.size} have expired` }]
  }
  const { facts, counts, expired: gone } = await sync.replay({ mode: 'plan' })
  // nobody would read what says which file was taken
  const missing = [...expired.values()].filter(({ topic }) => topic !== MANIFEST).length
  if (facts.expired !== missing || (gone?.facts ?? 0) !== missing) {
    return [{ message: `${missing} facts have expired, and the replay misses ${facts.expired}` }]
  }
  if (counts.entities > 0) return [{ message: `${counts.entities} entities would change` }]
  if (!gone) return []
  const whole = await sync.replay({ mode: 'plan', from: gone.wholeFrom })
  return whole.expired ? [{ message: `not all is there from ${gone.wholeFrom} on` }] : []
}
