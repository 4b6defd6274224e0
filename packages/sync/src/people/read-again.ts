import { err, ok, type Result } from 'neverthrow'
import type { Exception } from '../exception.js'
import { applyFact, readSafely } from '../pipeline/apply-fact.js'
import { refsOf } from '../pipeline/commit-facts.js'
import { toCommit } from '../pipeline/to-commit.js'
import { createWorkspace } from '../pipeline/workspace.js'
import { answered } from '../store/answered.js'
import { emptyCommit } from '../store/empty-commit.js'
import type { TenantStore } from '../store/store.js'
import type { Commit } from '../store/writes.js'
import type { NotDone } from './act-on-lane.js'
import type { Handling, People } from './people.js'

interface ReadRequest {
  readonly exception: Exception
  readonly verb: Handling['verb']
  readonly now: number
}

type ReadChange = Result<{ readonly commit: Commit }, NotDone>

/**
 * Acts on an exception that is not about an effect: a fact is read again with the mappings and
 * flows of today, a pending read is due at once.
 */
export async function readAgain(
  people: People,
  { exception, verb, now }: ReadRequest,
): Promise<ReadChange> {
  const { subject } = exception
  if (verb === 'redrive') return skipped('it is no effect that gave up: resume it')
  if (subject?.kind === 'read') return verb === 'resume' ? hurry(exception, now) : skipped(READS_ON)
  if (verb === 'dismiss') return ok({ commit: emptyCommit(now) })
  if (subject?.kind === 'fact') return applyAgain(people, { ...subject, exception, now })
  return skipped('it resolves itself once its cause is gone, or is dismissed')
}

const READS_ON = 'it is read again by itself: resume it to try at once'

function skipped(message: string): ReadChange {
  return err({ kind: 'skipped', message })
}

function hurry({ subject, connection, ref }: Exception, now: number): ReadChange {
  if (subject?.kind !== 'read' || !ref) return skipped('nothing says what to read')
  const why = 'a person asked for it again'
  const read = { id: subject.id, connection, ref, why, attempts: 0, runAt: now }
  return ok({ commit: { ...emptyCommit(now), reads: [read] } })
}

async function applyAgain(
  { env, store, deciding }: People,
  { shard, seq, exception, now }: { shard: number; seq: number; exception: Exception; now: number },
): Promise<ReadChange> {
  const question = { kind: 'journal', shard, after: seq - 1, limit: 1 } as const
  const { facts } = await answered(store.query<'journal'>(question))
  const [fact] = facts
  if (!fact) return skipped('the fact is not in the journal any more: dismiss it')
  const read = readSafely(fact, deciding.connections.get(fact.connection))
  const refs = refsOf([read])
  const situation = await answered(store.query<'situation'>({ kind: 'situation', refs }))
  const workspace = createWorkspace(situation)
  if (!(await isOpen(store, exception))) return skipped('somebody else has seen to it')
  applyFact(workspace, read, { ...deciding, now, uuid: () => env.uuid(), isResumed: true })
  const still = workspace.exceptions.find(({ kind }) => kind === 'open')
  if (still?.kind === 'open') {
    return err({ kind: 'refused', message: `it still fails: ${still.draft.message}` })
  }
  return ok({ commit: { ...emptyCommit(now), ...toCommit(workspace) } })
}

/**
 * Whether an exception is open; asked after what an act is decided on: whoever is faster than that has
 * changed what its commit expects.
 */
export async function isOpen(store: TenantStore, { id }: Exception): Promise<boolean> {
  const question = { kind: 'exceptions', id, state: 'open', limit: 1 } as const
  return (await answered(store.query<'exceptions'>(question))).length > 0
}
