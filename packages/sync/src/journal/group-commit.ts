import type { Env } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { fitting } from '../fitting.js'
import { inGroups } from '../in-groups.js'
import type { TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import type { Appended, Counts } from '../store/writes.js'
import type { NewFact } from './fact.js'

/** What one caller wants journaled. */
export interface JournalRequest {
  readonly facts: readonly NewFact[]
  readonly counts: Counts
}

/** The way into the journal for callers who come one by one. */
export interface Journal {
  /** Answers after what was given is durable; one answer per fact, in order. */
  append(request: JournalRequest): Promise<Result<readonly Appended[], StoreFailure>>
}

/** The most that one group takes: it holds a store's writer for a moment, never for long. */
const GROUP = { callers: 512, bytes: 4 * 1024 * 1024 }

/** Lets callers who come at the same time share one transaction of the store. */
export function createJournal(env: Env, store: TenantStore): Journal {
  return {
    append: inGroups<JournalRequest, Appended>(env, {
      answersTo: ({ facts }) => facts.length,
      sizeOf,
      run: async (group) => {
        const facts = group.flatMap((request) => request.facts)
        return store.append({ now: env.now(), facts, counts: sumOf(group) })
      },
    }),
  }
}

function sizeOf(waiting: readonly JournalRequest[]): number {
  const sizes = waiting
    .slice(0, GROUP.callers)
    .map(({ facts }) => facts.reduce((sum, { body }) => sum + (body?.length ?? 0), 0))
  return fitting(sizes, GROUP.bytes)
}

function sumOf(group: readonly JournalRequest[]): Counts {
  const sum: Record<string, number> = {}
  for (const { counts } of group) {
    for (const [name, by] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + by
  }
  return sum
}
