import { createHash, type Hash } from 'node:crypto'
import type { Fact } from '../journal/fact.js'
import type { People } from '../people/people.js'
import { applyFact, type ReadFact, readSafely } from '../pipeline/apply-fact.js'
import type { Applying } from '../pipeline/applying.js'
import { refsOf } from '../pipeline/commit-facts.js'
import { isTouched } from '../pipeline/to-commit.js'
import {
  absorb,
  createWorkspace,
  type EntityDraft,
  fork,
  type Workspace,
} from '../pipeline/workspace.js'
import { answered } from '../store/answered.js'
import type { EntityState, Link } from '../store/rows.js'
import { decideAgain } from './decide-again.js'
import { type ReplayRange, readRange } from './replay-range.js'

/** A fact that still cannot be read or decided on. */
export interface ReplayFailure {
  readonly connection: string
  readonly topic: string
  readonly shard: number
  readonly seq: number
  readonly message: string
}

/** What became of the facts of a range. */
export interface ReplayedFacts {
  readonly read: number
  /** Would change something. */
  readonly applied: number
  /** Say what is known, or older things. */
  readonly unchanged: number
  /** Deletions, documents without a body, and those that only their source can decide on. */
  readonly left: number
  /** Cannot be read any more: their bodies have expired. */
  readonly expired: number
  readonly failed: number
}

/** What a range of facts would change, worked out on a fork of what is stored. */
export interface Rehearsal {
  readonly workspace: Workspace
  /** Entities as they are stored, of those that would change; absent for new ones. */
  readonly before: ReadonlyMap<string, EntityDraft>
  readonly facts: ReplayedFacts
  /** The first of those that failed. */
  readonly failures: readonly ReplayFailure[]
  /** The digest of the places of all facts that would change something. */
  readonly applied: string
  /** When the last of those that have expired was received, if any have. */
  readonly expiredTo?: number
}

/** The most entities that one replay changes: it is one transaction, and one preview to approve. */
export const CHANGED_AT_MOST = 10_000

const FAILURES_SHOWN = 100
const FACTS_AT_ONCE = 256

interface Running {
  readonly workspace: Workspace
  readonly before: Map<string, EntityDraft>
  readonly facts: { -readonly [Name in keyof ReplayedFacts]: number }
  readonly failures: ReplayFailure[]
  readonly applying: Applying
  readonly applied: Hash
  expiredTo?: number
}

/**
 * Reads a range of facts again with the mappings and flows of today, and writes nothing.
 *
 * Holds one page of facts, and the entities that would change. The version gate holds: what is older
 * than what is known changes nothing, what a newer mapping reads differently does.
 */
export async function rehearse(people: People, range: ReplayRange): Promise<Rehearsal> {
  const { env, deciding } = people
  const running: Running = {
    workspace: createWorkspace({ links: [], states: [] }),
    before: new Map(),
    facts: { read: 0, applied: 0, unchanged: 0, left: 0, expired: 0, failed: 0 },
    failures: [],
    applied: createHash('sha256'),
    applying: { ...deciding, now: env.now(), uuid: () => env.uuid() },
  }
  for await (const page of readRange(people, range)) {
    for (let from = 0; from < page.length; from += FACTS_AT_ONCE) {
      await rehearsePage(people, running, page.slice(from, from + FACTS_AT_ONCE))
      // lets requests and answers in between two pages
      await env.sleep(0)
    }
  }
  return { ...running, applied: running.applied.digest('hex') }
}

async function rehearsePage(
  ...[people, running, page]: [People, Running, readonly Fact[]]
): Promise<void> {
  const { store, deciding } = people
  const read = page.map((fact) => readSafely(fact, deciding.connections.get(fact.connection)))
  const refs = refsOf(read)
  const situation = await answered(store.query<'situation'>({ kind: 'situation', refs }))
  adopt(running.workspace, situation)
  // what a connection that is still planned leads to is proposed, as ever
  const workspace = { ...running.workspace, planning: new Set(situation.planning) }
  for (const each of read) rehearseFact(running, { each, workspace })
  forget(running.workspace, situation)
  if (running.before.size <= CHANGED_AT_MOST) return
  const count = CHANGED_AT_MOST.toLocaleString('en')
  throw new Error(`more than ${count} entities would change: replay a smaller range`)
}

interface Situation {
  readonly links: readonly Link[]
  readonly states: readonly EntityState[]
}

// what the replay has changed already is seen as it would be then
function adopt({ entities, ids }: Workspace, situation: Situation): void {
  const stored = createWorkspace(situation)
  for (const [id, draft] of stored.entities) if (!entities.has(id)) entities.set(id, draft)
  for (const [name, id] of stored.ids) if (!ids.has(name)) ids.set(name, id)
}

// what would not change is looked up again when it comes again
function forget({ entities, ids }: Workspace, situation: Situation): void {
  for (const { row } of situation.states) {
    const draft = entities.get(row.id)
    if (draft && !isTouched(draft)) entities.delete(row.id)
  }
  for (const name of createWorkspace(situation).ids.keys()) {
    if (!entities.has(ids.get(name) ?? '')) ids.delete(name)
  }
}

function rehearseFact(
  running: Running,
  { each, workspace }: { each: ReadFact; workspace: Workspace },
): void {
  const { facts, applied, expiredTo = 0 } = running
  const { shard, seq, receivedAt } = each.fact
  facts.read++
  const outcome = outcomeOf({ ...running, workspace }, each)
  if (typeof outcome === 'string') facts[outcome]++
  else fail(running, { fact: each.fact, ...outcome })
  if (outcome === 'applied') applied.update(`${shard}/${seq} `)
  if (outcome === 'expired') running.expiredTo = Math.max(expiredTo, receivedAt)
}

type Outcome = 'applied' | 'unchanged' | 'left' | 'expired' | { readonly message: string }

function outcomeOf({ workspace, before, applying }: Running, each: ReadFact): Outcome {
  if (each.reading.kind === 'unreadable') return each.reading
  if (each.reading.kind === 'expired') return 'expired'
  if (each.reading.kind !== 'document') return 'left'
  const attempt = fork(workspace)
  applyFact(attempt, each, applying)
  if (attempt.reads.size > 0) return 'left'
  if (!openedIn(attempt)) decideAgain(attempt, { each, applying })
  const opened = openedIn(attempt)
  if (opened) return opened
  const touched = [...attempt.entities].filter(([, draft]) => isTouched(draft))
  if (touched.length === 0) return 'unchanged'
  for (const [id, draft] of touched) {
    if (!before.has(id)) before.set(id, workspace.entities.get(id) ?? emptied(draft))
  }
  absorb(workspace, quiet(attempt))
  return 'applied'
}

function openedIn({ exceptions }: Workspace): { readonly message: string } | undefined {
  return exceptions.flatMap((write) => (write.kind === 'open' ? write.draft : []))[0]
}

// a new entity was nothing before
function emptied(draft: EntityDraft): EntityDraft {
  return { ...draft, row: { ...draft.row, revision: 0, body: {} }, sources: [], effects: [] }
}

// what was skipped is told already
function quiet(attempt: Workspace): Workspace {
  return { ...attempt, timeline: attempt.timeline.filter(({ kind }) => kind !== 'fact-skipped') }
}

function fail(
  { facts, failures }: Running,
  { fact, message }: { fact: Fact; message: string },
): void {
  facts.failed++
  const { connection, topic, shard, seq } = fact
  if (failures.length < FAILURES_SHOWN) failures.push({ connection, topic, shard, seq, message })
}
