import { type Ref, refKey } from '@canonry/model'
import type { Connection, Resource } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { documentFact } from '../journal/document-fact.js'
import { ADDED, type Fact } from '../journal/fact.js'
import { isLongKey, tooLong } from '../journal/long-name.js'
import type { People } from '../people/people.js'
import { applyAddition } from '../pipeline/apply-addition.js'
import { NO_CONFLICTS, oneMore, pauseMs } from '../pipeline/conflicts.js'
import { toCommit } from '../pipeline/to-commit.js'
import { createWorkspace, findEntity, nameKey, type Workspace } from '../pipeline/workspace.js'
import { connectionOf } from '../receive/ingest.js'
import { type RecordedDocument, type RecordPlan, record } from '../record-plan.js'
import { answered } from '../store/answered.js'
import { emptyCommit } from '../store/empty-commit.js'
import type { Queries } from '../store/queries.js'
import { createTurns } from './turns.js'

/** A sum of a ledger as it is, and as it would be with what is to be added. */
export interface SumChange {
  readonly ref: Ref
  /** The entity that the sum is read as; absent where nothing was added to it so far. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}

/** What is added at once, and under which condition. */
export interface Addition {
  readonly documents: readonly RecordedDocument[]
  /**
   * Judges the sums, in the order of the first document of each: what it answers is why nothing is
   * added. Pure; asked again whenever a sum was changed by somebody else meanwhile.
   */
  admit?(sums: readonly SumChange[]): string | undefined
}

/**
 * Why nothing was added. `refused`: the condition says so. `invalid`: a document cannot be added.
 * `overtaken`: others changed the same sums every time; nothing speaks against trying again.
 */
export interface NotAdded {
  readonly kind: 'refused' | 'invalid' | 'overtaken'
  readonly message: string
}

/** Adds to sums of the connection with this id; see `Sync.add`. */
export type Add = (
  connection: string,
  addition: Addition,
) => Promise<Result<readonly SumChange[], NotAdded>>

const TRIES = 40

/**
 * How documents are added to sums of a ledger, all or none, before it is answered; see `Sync.add`.
 *
 * Of one process, those who add to the same sum take turns.
 */
export function addingOf(people: People): Add {
  const turns = createTurns()
  return async (id, { documents, admit }) => {
    const connection = connectionOf(people.deciding.connections, id)
    if (documents.some(({ key }) => isLongKey(key))) return err(LONG)
    const parts = documents.map((document) => toPart(document, connection))
    const refs = [...new Set(parts.map(({ ref }) => refKey(ref)))]
    return turns.take(refs, () => addAll(people, { parts, refs, admit }))
  }
}

// who is answered may have been given it by a stranger
const LONG: NotAdded = { kind: 'invalid', message: tooLong('the key of a document') }

interface Wanted {
  readonly parts: readonly Part[]
  /** Of the sums, as `refKey` prints them. */
  readonly refs: readonly string[]
  readonly admit: Addition['admit']
}

async function addAll(
  people: People,
  { parts, refs, admit }: Wanted,
): Promise<Result<readonly SumChange[], NotAdded>> {
  const { env, store } = people
  let conflicts = NO_CONFLICTS
  while (conflicts.count < TRIES) {
    const situation = await answered(store.query<'situation'>({ kind: 'situation', refs }))
    const tried = await tryOnce(people, { adding: { people, parts, situation }, admit })
    if (tried !== 'conflict') return tried
    conflicts = oneMore(conflicts, situation)
    await env.sleep(pauseMs(conflicts, env.random()))
  }
  return err({ kind: 'overtaken', message: `others were faster ${TRIES} times: try again` })
}

async function tryOnce(
  { env, store, heard }: People,
  { adding, admit }: { readonly adding: Adding; readonly admit: Addition['admit'] },
): Promise<Result<readonly SumChange[], NotAdded> | 'conflict'> {
  const change = changeOf(adding)
  if (change.isErr()) return err(change.error)
  const { workspace, sums } = change.value
  const refusal = admit?.(sums)
  if (refusal !== undefined) return err({ kind: 'refused', message: refusal })
  const done = await store.commit({ ...emptyCommit(env.now()), ...toCommit(workspace) })
  return done.match(
    () => {
      heard()
      return ok(sums)
    },
    ({ kind, message, cause }) => {
      if (kind === 'conflict') return 'conflict'
      throw new Error(`nothing was added, the store is ${kind}: ${message}`, { cause })
    },
  )
}

interface Part {
  readonly plan: RecordPlan
  readonly resource: Resource
  readonly ref: Ref
  readonly change: unknown
}

function toPart(document: RecordedDocument, connection: Connection): Part {
  const { id, system, account, resources } = connection
  const plan = record(connection, document)
  const resource = resources[plan.resource]
  if (!resource?.adds) throw new Error(`${id} adds nothing up as "${plan.resource}"`)
  const ref = { system, account, kind: resource.kind, id: plan.key }
  return { plan, resource, ref, change: JSON.parse(plan.text) }
}

interface Adding {
  readonly people: People
  readonly parts: readonly Part[]
  readonly situation: Queries['situation']['answer']
}

type Changed = Result<
  { readonly workspace: Workspace; readonly sums: readonly SumChange[] },
  NotAdded
>

function changeOf({ people, parts, situation }: Adding): Changed {
  const workspace = createWorkspace(situation)
  const stored = createWorkspace(situation)
  const now = people.env.now()
  const applying = {
    ...people.deciding,
    now,
    uuid: () => people.env.uuid(),
    isResumed: true,
  } as const
  for (const part of parts) {
    const fact = factOf(part, now)
    const failed = addOne(workspace, { fact, applying, part })
    if (failed !== undefined) return err({ kind: 'invalid', message: failed })
    const { seq: _, conflicting: __, ...journaled } = fact
    workspace.facts.push(journaled)
  }
  const touched = new Map(parts.map((part) => [refKey(part.ref), part]))
  const sums = [...touched.values()].map(({ ref, resource }): SumChange => {
    const name = [nameKey(resource.parts[0].entity, refKey(ref))]
    const before = findEntity(stored, name)?.row.body
    const after = findEntity(workspace, name)?.row.body ?? {}
    return { ref, ...(before && { before }), after }
  })
  return ok({ workspace, sums })
}

type Applying = Parameters<typeof applyAddition>[1]['applying']

function addOne(
  workspace: Workspace,
  { fact, applying, part }: { fact: Fact; applying: Applying; part: Part },
): string | undefined {
  const { resource, ref, change } = part
  const addition = { kind: 'addition', resource, ref, change } as const
  try {
    return applyAddition(workspace, { fact, applying, addition })?.message
  } catch (problem) {
    return problem instanceof Error ? problem.message : 'adding it failed'
  }
}

// its place in the journal is not known before it is committed, and it is not worked on there again
function factOf({ plan }: Part, now: number): Fact {
  const { connection } = plan
  const about = { connection, origin: ADDED, topic: ADDED, receivedAt: now } as const
  return { ...documentFact(plan, about), seq: 0, conflicting: false }
}
