import { err, ok, type Result } from 'neverthrow'
import { instantOf } from '../effects/effect-notes.js'
import type { Exception, Resolution } from '../exception.js'
import { answered } from '../store/answered.js'
import { emptyCommit } from '../store/empty-commit.js'
import type { Commit } from '../store/writes.js'
import { checkBy } from './act.js'
import { actOnLane, type NotDone } from './act-on-lane.js'
import { checkFilter } from './exception-filter.js'
import { limitOf } from './limit-of.js'
import type { Handling, People } from './people.js'
import { isOpen, readAgain } from './read-again.js'

/** What became of one exception that a person acted on; `effect` is the one that goes on. */
export type Handled = { readonly exception: string } & (
  | { readonly kind: 'done'; readonly effect?: string }
  | NotDone
)

const PAGE = 100
const TRIES = 8

/**
 * Acts on open exceptions one by one, oldest first; one that cannot be handled stops no other.
 *
 * Those are meant that are open when it begins: what fails again meanwhile is for a new decision.
 */
export async function handleExceptions(
  people: People,
  handling: Handling,
): Promise<readonly Handled[]> {
  check(handling)
  const handled: Handled[] = []
  for (const exception of await openNow(people, handling)) {
    handled.push(await handleOne(people, { exception, handling }))
  }
  if (handled.some(({ kind }) => kind === 'done')) people.heard()
  return handled
}

async function openNow({ store }: People, { filter, by }: Handling): Promise<readonly Exception[]> {
  const limit = limitOf(by)
  const found: Exception[] = []
  while (found.length < limit) {
    const page = Math.min(PAGE, limit - found.length)
    const after = found.at(-1)?.id
    const question = { ...filter, state: 'open', limit: page, ...(after && { after }) } as const
    const open = await answered(store.query<'exceptions'>({ kind: 'exceptions', ...question }))
    found.push(...open)
    if (open.length < page) break
  }
  return found
}

function check({ filter, by }: Handling): void {
  checkBy(by)
  checkFilter(filter)
  if (by.fix === undefined || filter.id !== undefined || filter.fingerprint !== undefined) return
  throw new Error('a fix is for one exception: name it by its id or its fingerprint')
}

interface One {
  readonly exception: Exception
  readonly handling: Handling
}

async function handleOne(people: People, { exception, handling }: One): Promise<Handled> {
  const about = { exception: exception.id }
  for (let tries = TRIES; ; tries--) {
    const now = people.env.now()
    const change = await changeOf(people, { exception, handling, now })
    if (change.isErr()) return { ...about, ...change.error }
    const { effect, commit } = change.value
    const done = await people.store.commit(signed(commit, { people, exception, handling }))
    if (done.isOk()) return { ...about, kind: 'done', ...(effect !== undefined && { effect }) }
    if (done.error.kind !== 'conflict') {
      return { ...about, kind: 'skipped', message: `the store is ${done.error.kind}: try again` }
    }
    if (tries === 1) return { ...about, kind: 'skipped', message: 'it keeps changing: try again' }
  }
}

const SOLVED: NotDone = {
  kind: 'skipped',
  message: 'it was solved meanwhile: see in the timeline what became of it',
}

/** What an act commits, and the effect that goes on because of it. */
interface ActChange {
  readonly effect?: string
  readonly commit: Commit
}

async function changeOf(
  people: People,
  { exception, handling, now }: One & { now: number },
): Promise<Result<ActChange, NotDone>> {
  const { subject } = exception
  if (subject?.kind !== 'effect') return readAgain(people, { exception, verb: handling.verb, now })
  const { lane } = subject
  const effects = await answered(people.store.query<'lane'>({ kind: 'lane', lane }))
  const { verb, by } = handling
  // what became of it since may have nothing to do with what this person saw
  if (!(await isOpen(people.store, exception))) return err(SOLVED)
  if (verb === 'dismiss' && effects.length === 0) return ok({ commit: emptyCommit(now) })
  const { actor, why, fix } = by
  return actOnLane(effects, { verb, by: { actor, why }, fix, now }).map((change) => ({
    effect: change.effect,
    commit: { ...emptyCommit(now), effects: change.writes, timeline: change.timeline },
  }))
}

const RESOLVED_AS = { resume: 'resumed', redrive: 'redriven', dismiss: 'dismissed' } as const

function signed(commit: Commit, { people, exception, handling }: One & { people: People }): Commit {
  const { verb, by } = handling
  const { actor, why } = by
  const kind = RESOLVED_AS[verb]
  const resolution: Resolution = { kind, actor, why }
  const { fingerprint } = exception
  const at = instantOf(commit.now)
  const id = people.env.uuid()
  return {
    ...commit,
    exceptions: [...commit.exceptions, { kind: 'resolve', fingerprint, resolution }],
    counts: { ...commit.counts, [`exceptions.${kind}`]: 1 },
    acts: [{ id, kind: verb, about: exception.id, actor, why, at }],
  }
}
