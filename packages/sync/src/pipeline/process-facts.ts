import type { Connection } from '@canonry/pack'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { inSlices } from '../in-slices.js'
import type { Fact } from '../journal/fact.js'
import type { ReadFacts, WorkerShare } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import { type ReadFact, readSafely } from './apply-fact.js'
import { type Committing, commitFacts } from './commit-facts.js'

/** What processing facts depends on. */
export interface Processing extends Committing {
  readonly connections: ReadonlyMap<string, Connection>
  readonly turns: Turns
  /** Which shards are this worker's own, where several work. */
  readonly share?: WorkerShare | undefined
  /** Told what facts said that are committed now. */
  committed(read: readonly ReadFact[]): void
  /** Told when another worker has committed the same facts before. */
  outrun(): void
}

/** Which shards have had their turn; shared by those who process facts at the same time. */
export interface Turns {
  /** The shard that had its turn last. */
  after: number
  /** Shards whose facts are being processed. */
  readonly busy: Set<number>
  /** When what was found last was received first, epoch milliseconds; absent when nothing waited. */
  heardAt?: number | undefined
}

/** How long facts wait for the worker whose they are, before any other takes them. */
const STRAY_MS = 2_000

/** The most that one transaction takes, so that no step holds the process for long. */
export const FACTS_PER_STEP = { limit: 256, bytes: 256 * 1024 }

/**
 * Takes the next facts of the journal through decode, merge and decisions in one transaction, and
 * answers how many; facts of a shard that somebody is at wait.
 */
export function processFacts(processing: Processing): ResultAsync<number, StoreFailure> {
  const { store, turns } = processing
  return store.read(nextOf(processing)).andThen((found) => {
    turns.heardAt =
      found.length === 0 ? undefined : Math.min(...found.map(({ receivedAt }) => receivedAt))
    const facts = found.filter(({ shard }) => !turns.busy.has(shard))
    const shards = new Set(facts.map(({ shard }) => shard))
    for (const shard of shards) turns.busy.add(shard)
    turns.after = facts.at(-1)?.shard ?? turns.after
    const done = decideAndCommit(facts, processing)
    return new ResultAsync(
      Promise.resolve(done).finally(() => {
        for (const shard of shards) turns.busy.delete(shard)
      }),
    )
  })
}

function nextOf({ turns, share, now }: Processing): ReadFacts {
  const next = { ...FACTS_PER_STEP, after: turns.after }
  return share === undefined ? next : { ...next, share, straysBefore: now - STRAY_MS }
}

function decideAndCommit(
  facts: readonly Fact[],
  processing: Processing,
): ResultAsync<number, StoreFailure> {
  const { connections, env, committed, outrun } = processing
  if (facts.length === 0) return okAsync(0)
  const read: ReadFact[] = []
  const work = (fact: Fact) => read.push(readSafely(fact, connections.get(fact.connection)))
  return ResultAsync.fromSafePromise(inSlices(facts, { env, work }))
    .andThen(() => commitFacts(read, processing))
    .map(() => committed(read))
    .orElse((failure) => {
      if (!failure.isOutrun) return errAsync(failure)
      outrun()
      return okAsync()
    })
    .map(() => facts.length)
}
