import type { Ref } from '@canonry/model'
import type { Env } from '@canonry/pack'
import { instantOf } from '../effects/effect-notes.js'
import { nameOfRef } from '../name-of-ref.js'
import { type By, checkBy } from '../people/act.js'
import { answered } from '../store/answered.js'
import { emptyCommit } from '../store/empty-commit.js'
import type { EntityState } from '../store/rows.js'
import type { TenantStore } from '../store/store.js'
import { eraseEntities } from './erase-entities.js'

/** What was erased. */
export interface Erasure {
  /** Entities whose bodies were there and are no longer. */
  readonly entities: number
  /**
   * Calls that are under way: what they are about stays until they have ended, so erase again then.
   */
  readonly pending: number
  /**
   * Facts that were heard before and not read yet, and documents that were still to be read: they may
   * be about the same, so erase again when they have been read.
   */
  readonly unread: number
}

type Erased = Omit<Erasure, 'unread'>

/** What erasing depends on. */
export interface Erasing {
  readonly env: Env
  readonly store: TenantStore
}

const AT_ONCE = 100
const TRIES = 5

/** Erases an entity, and everything that belongs to it; see `Sync.erase`. */
export async function erase(
  erasing: Erasing,
  { ref, by }: { readonly ref: Ref; readonly by: By },
): Promise<Erasure> {
  checkBy(by)
  const name = nameOfRef(ref)
  // asked first: what is read from here on is committed after, or was found
  const { facts, reads } = await answered(erasing.store.query<'backlog'>({ kind: 'backlog' }))
  await eraseNamed(erasing, { name, by })
  const own = await eraseStates(erasing, { refs: [name], by })
  const { entities, pending } = added(own, await eraseAbout(erasing, { refs: [name], by }))
  return { entities, pending, unread: facts + reads }
}

interface Names {
  readonly refs: readonly string[]
  readonly by: By
}

// what belongs to a customer's orders belongs to the customer, and goes first
async function eraseAbout(
  erasing: Erasing,
  { refs, by, seen = new Set() }: Names & { readonly seen?: Set<string> },
): Promise<Erased> {
  let erased: Erased = { entities: 0, pending: 0 }
  for (;;) {
    const found = (await aboutThem(erasing, refs)).filter((name) => !seen.has(name))
    if (found.length === 0) return erased
    for (const name of found) seen.add(name)
    const below = await eraseAbout(erasing, { refs: found, by, seen })
    // only an order that is there leads to what belongs to it
    const own = await eraseStates(erasing, { refs: found, by, isKept: below.pending > 0 })
    erased = added(erased, added(below, own))
  }
}

function added(one: Erased, other: Erased): Erased {
  return { entities: one.entities + other.entities, pending: one.pending + other.pending }
}

async function eraseStates(
  erasing: Erasing,
  { refs, by, isKept = false }: Names & { readonly isKept?: boolean },
): Promise<Erased> {
  const { env, store } = erasing
  for (let tries = 1; ; tries++) {
    const states = await statesOf(erasing, refs)
    if (states.length === 0) return { entities: 0, pending: 0 }
    const { commit, entities, pending } = eraseEntities(states, { now: env.now(), by, isKept })
    const done = await store.commit(commit)
    if (done.isOk()) return { entities, pending }
    // something was decided on meanwhile: look again
    if (done.error.kind === 'conflict' && tries < TRIES) continue
    throw new Error(`not everything was erased: ${done.error.message}`)
  }
}

// facts that were not read yet, or cannot be, belong to no entity
async function eraseNamed(
  { env, store }: Erasing,
  { name, by }: { name: string; by: By },
): Promise<void> {
  const now = env.now()
  const { actor, why } = by
  const act = {
    id: env.uuid(),
    kind: 'erase',
    about: name,
    at: instantOf(now),
    actor,
    why,
  } as const
  const erase = { ids: [], subjects: [name] }
  await answered(store.commit({ ...emptyCommit(now), acts: [act], erase }))
}

async function statesOf(
  { store }: Erasing,
  refs: readonly string[],
): Promise<readonly EntityState[]> {
  return (await answered(store.query<'situation'>({ kind: 'situation', refs }))).states
}

async function aboutThem({ store }: Erasing, subjects: readonly string[]) {
  const question = { kind: 'about', subjects, limit: AT_ONCE } as const
  return answered(store.query<'about'>(question))
}
