import { refKey } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Fact } from '../journal/fact.js'
import type { TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import type { Commit } from '../store/writes.js'
import { applyFact, type ReadFact, readSafely } from './apply-fact.js'
import type { Applying } from './apply-part.js'
import { toCommit } from './to-commit.js'
import { createWorkspace } from './workspace.js'

/** What processing facts depends on. */
export interface Processing extends Applying {
  readonly store: TenantStore
  readonly connections: ReadonlyMap<string, Connection>
  readonly epoch: number
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

const TRIES = 8

/** Takes the next facts of the journal through decode, merge and decisions in one transaction. */
export function processFacts(processing: Processing): ResultAsync<Processed, StoreFailure> {
  const { store, connections, after } = processing
  const turn = after === undefined ? {} : { after }
  return store.read({ ...FACTS_PER_STEP, ...turn }).andThen((facts) => {
    const last = facts.at(-1)
    if (!last) return okAsync({ facts: 0 })
    const read = facts.map((fact) => readSafely(fact, connections.get(fact.connection)))
    const processed = { facts: facts.length, shard: last.shard }
    return commitFacts(read, { processing, tries: TRIES }).map(() => processed)
  })
}

function commitFacts(
  read: readonly ReadFact[],
  { processing, tries }: { processing: Processing; tries: number },
): ResultAsync<void, StoreFailure> {
  const { store, epoch, now } = processing
  return store
    .query<'situation'>({ kind: 'situation', refs: refsOf(read) })
    .andThen((situation) => {
      const workspace = createWorkspace(situation)
      for (const each of read) applyFact(workspace, each, processing)
      const cursors = cursorsOf(read.map(({ fact }) => fact))
      return store.commit({ ...toCommit(workspace), now, epoch, cursors })
    })
    .orElse((failure) =>
      failure.kind === 'conflict' && tries > 1
        ? commitFacts(read, { processing, tries: tries - 1 })
        : errAsync(failure),
    )
}

function refsOf(read: readonly ReadFact[]): string[] {
  const refs = read.flatMap(({ reading }) =>
    reading.kind === 'document'
      ? reading.parts.flatMap(({ ref, body }) => [ref, ...body.refs].map(refKey))
      : [],
  )
  return [...new Set(refs)]
}

function cursorsOf(facts: readonly Fact[]): Commit['cursors'] {
  const cursors = new Map<number, { shard: number; from: number; to: number }>()
  for (const { shard, seq } of facts) {
    const known = cursors.get(shard)
    cursors.set(shard, { shard, from: known?.from ?? seq - 1, to: seq })
  }
  return [...cursors.values()]
}
