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
  /** Ends when what was read last is shared out. */
  reading: Promise<void>
  /** When what was found last was received first, epoch milliseconds; absent when nothing waited, endlessly long ago until somebody looks. */
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
  return takeFacts(processing).andThen((facts) => {
    const { busy } = processing.turns
    const done = decideAndCommit(facts, processing)
    return new ResultAsync(
      Promise.resolve(done).finally(() => {
        for (const { shard } of facts) busy.delete(shard)
      }),
    )
  })
}

// one after the other: two who read at the same time would find the same, and one of them would have to let
// it be and rest while the other one works
function takeFacts(processing: Processing): ResultAsync<readonly Fact[], StoreFailure> {
  const { store, turns } = processing
  const read = async () => {
    const found = await store.read(nextOf(processing))
    return found.map((all) => shareOut(all, turns))
  }
  const taken = turns.reading.then(read)
  turns.reading = taken.then(
    () => undefined,
    () => undefined,
  )
  return new ResultAsync(taken)
}

function shareOut(found: readonly Fact[], turns: Turns): readonly Fact[] {
  turns.heardAt =
    found.length === 0 ? undefined : Math.min(...found.map(({ receivedAt }) => receivedAt))
  const facts = found.filter(({ shard }) => !turns.busy.has(shard))
  for (const { shard } of facts) turns.busy.add(shard)
  turns.after = facts.at(-1)?.shard ?? turns.after
  return facts
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
