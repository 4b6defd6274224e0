import type { Connection, Env } from '@canonry/pack'
import { err, errAsync, ResultAsync } from 'neverthrow'
import { subjectsIn } from '../bodies/heard-subjects.js'
import { inSlices } from '../in-slices.js'
import type { Fact } from '../journal/fact.js'
import type { TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import type { Commit, FactSubjects } from '../store/writes.js'
import type { Work } from '../worker/pulse.js'
import { applyFact, type ReadFact, setAside } from './apply-fact.js'
import type { Applying } from './applying.js'
import { type Conflicts, NO_CONFLICTS, oneMore, overtaken, pauseMs } from './conflicts.js'
import { namesIn } from './read-fact.js'
import { toCommit } from './to-commit.js'
import { createWorkspace, type Workspace } from './workspace.js'

/** What committing facts depends on. */
export interface Committing extends Applying {
  readonly store: TenantStore
  readonly connections: ReadonlyMap<string, Connection>
  readonly epoch: number
  readonly env: Pick<Env, 'elapsed' | 'sleep' | 'random'>
  /** Says what a commit has made work for. */
  beat(work: readonly Work[]): void
}

// a batch is soon made smaller; a fact alone is patient while others change what it is about
const TRIES = { batch: 4, inVain: 8, alone: 24, thrown: 4 }

/** A store that threw, as it does where it has no word for what went wrong. */
interface Thrown {
  readonly kind: 'thrown'
  readonly message: string
}

/**
 * Decides on facts and commits what follows from them, in their order.
 *
 * What changed meanwhile is read again; what others have committed is left to them. Facts that conflict
 * time and again are committed in smaller parts, so that they hold up nobody else; one that conflicts
 * all by itself, though nobody changes what it is about, becomes an exception, and so does one for which
 * the store throws. One that others are faster than again and again fails as `unavailable`, and the
 * worker takes it up anew.
 */
export function commitFacts(
  read: readonly ReadFact[],
  committing: Committing,
): ResultAsync<void, StoreFailure> {
  return heard(read, { committing, tries: 1 }).orElse((failure) => {
    const [only, ...others] = read
    if (isOfStore(failure) || !only) return errAsync(failure as StoreFailure)
    if (others.length === 0) return commitAside(only, { committing, failure })
    const half = Math.ceil(read.length / 2)
    return commitFacts(read.slice(0, half), committing).andThen(() =>
      commitFacts(read.slice(half), committing),
    )
  })
}

function isOfStore(failure: StoreFailure | Thrown): failure is StoreFailure {
  return failure.kind !== 'thrown' && (failure.kind !== 'conflict' || failure.isOutrun === true)
}

// what is thrown may be about one of them alone: it is looked for, and tried with patience
function heard(
  read: readonly ReadFact[],
  { committing, tries }: { readonly committing: Committing; readonly tries: number },
): ResultAsync<void, StoreFailure | Thrown> {
  const { env } = committing
  const answer = Promise.resolve(attempt(read, { committing, conflicts: NO_CONFLICTS }))
  const told = answer.catch((problem: unknown) => err(thrown(problem)))
  return new ResultAsync<void, StoreFailure | Thrown>(told).orElse((failure) => {
    if (failure.kind !== 'thrown' || read.length > 1 || tries >= TRIES.thrown) {
      return errAsync(failure)
    }
    const pause = env.sleep(pauseMs({ ...NO_CONFLICTS, count: tries + 5 }, env.random()))
    const again = { committing, tries: tries + 1 }
    return ResultAsync.fromSafePromise(pause).andThen(() => heard(read, again))
  })
}

function thrown(problem: unknown): Thrown {
  const what = problem instanceof Error ? problem.message.slice(0, 300) : 'something was thrown'
  return { kind: 'thrown', message: `the store cannot take what follows from it: ${what}` }
}

interface Attempt {
  readonly committing: Committing
  readonly conflicts: Conflicts
}

interface Met extends Attempt {
  readonly failure: StoreFailure
}

function attempt(
  read: readonly ReadFact[],
  { committing, conflicts }: Attempt,
): ResultAsync<void, StoreFailure> {
  return committing.store
    .query<'situation'>({ kind: 'situation', refs: refsOf(read) })
    .andThen((situation) => {
      const workspace = createWorkspace(situation)
      const work = (each: ReadFact) => applyFact(workspace, each, committing)
      return ResultAsync.fromSafePromise(inSlices(read, { env: committing.env, work }))
        .andThen(() => commit(workspace, { read, committing }))
        .orElse((failure) => {
          if (failure.kind !== 'conflict' || failure.isOutrun) return errAsync(failure)
          const met = { committing, failure, conflicts: oneMore(conflicts, situation) }
          return read.length > 1 ? againTogether(read, met) : againAlone(read, met)
        })
    })
}

function againTogether(read: readonly ReadFact[], met: Met): ResultAsync<void, StoreFailure> {
  const { failure } = met
  return met.conflicts.count < TRIES.batch ? attempt(read, met) : errAsync(failure)
}

function againAlone(read: readonly ReadFact[], met: Met): ResultAsync<void, StoreFailure> {
  const { conflicts, committing, failure } = met
  if (conflicts.inVain >= TRIES.inVain) return errAsync(failure)
  if (conflicts.count >= TRIES.alone) return errAsync(overtaken(failure))
  const { env } = committing
  const pause = env.sleep(pauseMs(conflicts, env.random()))
  return ResultAsync.fromSafePromise(pause).andThen(() => attempt(read, met))
}

function commitAside(
  { fact, reading }: ReadFact,
  { committing, failure }: { committing: Committing; failure: StoreFailure | Thrown },
): ResultAsync<void, StoreFailure> {
  const workspace = createWorkspace({ links: [], states: [] })
  const { message } = failure
  const reason = failure.kind === 'thrown' ? 'commit-failed' : 'commit-conflict'
  setAside(workspace, { fact, applying: committing, reason, message })
  return commit(workspace, { read: [{ fact, reading }], committing })
}

function commit(
  workspace: Workspace,
  { read, committing }: { read: readonly ReadFact[]; committing: Committing },
): ResultAsync<void, StoreFailure> {
  const { store, epoch, now, connections, beat } = committing
  const cursors = cursorsOf(read.map(({ fact }) => fact))
  const subjects = subjectsOf(read, connections)
  const change = toCommit(workspace)
  return store
    .commit({ ...change, now, epoch, cursors, subjects })
    .map(() => beat(workFrom(change)))
}

// what waits for a name is woken by its link
function workFrom({
  effects,
  links,
  reads,
  facts = [],
}: ReturnType<typeof toCommit>): readonly Work[] {
  const made: Work[] = []
  if (effects.length > 0 || links.length > 0) made.push('effects')
  if (reads.length > 0) made.push('reads')
  if (facts.length > 0) made.push('facts')
  return made
}

/** Every name that the facts mention for their entities, as `refKey` prints them. */
export function refsOf(read: readonly ReadFact[]): string[] {
  return [...new Set(read.flatMap(({ reading }) => namesIn(reading)))]
}

function subjectsOf(
  read: readonly ReadFact[],
  connections: Committing['connections'],
): readonly FactSubjects[] {
  return read.flatMap(({ fact, reading }) => {
    if (!fact.body) return []
    const { shard, seq } = fact
    const names = subjectsIn(reading, { fact, connection: connections.get(fact.connection) })
    return names.length === 0 ? [] : [{ shard, seq, names }]
  })
}

function cursorsOf(facts: readonly Fact[]): Commit['cursors'] {
  const cursors = new Map<number, { shard: number; from: number; to: number }>()
  for (const { shard, seq } of facts) {
    const known = cursors.get(shard)
    cursors.set(shard, { shard, from: known?.from ?? seq - 1, to: seq })
  }
  return [...cursors.values()]
}
