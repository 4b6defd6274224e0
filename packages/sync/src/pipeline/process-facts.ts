import type { Connection } from '@canonry/pack'
import { okAsync, ResultAsync } from 'neverthrow'
import { inSlices } from '../in-slices.js'
import type { Fact } from '../journal/fact.js'
import type { StoreFailure } from '../store/store-failure.js'
import { type ReadFact, readSafely } from './apply-fact.js'
import { type Committing, commitFacts } from './commit-facts.js'

/** What processing facts depends on. */
export interface Processing extends Committing {
  readonly connections: ReadonlyMap<string, Connection>
  /** The shard whose facts were processed last. */
  readonly after?: number
}

/** What was processed in one step. */
export interface Processed {
  readonly facts: number
  /** The last shard that had its turn. */
  readonly shard?: number
}

/** The most that one transaction takes, so that no step holds the process for long. */
export const FACTS_PER_STEP = { limit: 256, bytes: 256 * 1024 }

/** Takes the next facts of the journal through decode, merge and decisions in one transaction. */
export function processFacts(processing: Processing): ResultAsync<Processed, StoreFailure> {
  const { store, connections, after } = processing
  const turn = after === undefined ? {} : { after }
  return store.read({ ...FACTS_PER_STEP, ...turn }).andThen((facts) => {
    const last = facts.at(-1)
    if (!last) return okAsync({ facts: 0 })
    const read: ReadFact[] = []
    const work = (fact: Fact) => read.push(readSafely(fact, connections.get(fact.connection)))
    const processed = { facts: facts.length, shard: last.shard }
    return ResultAsync.fromSafePromise(inSlices(facts, { env: processing.env, work }))
      .andThen(() => commitFacts(read, processing))
      .map(() => processed)
  })
}
