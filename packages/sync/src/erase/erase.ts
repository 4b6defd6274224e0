import { type Ref, refKey } from '@canonry/model'
import type { Connection, Env } from '@canonry/pack'
import { instantOf } from '../effects/effect-notes.js'
import { shardOf } from '../journal/shard.js'
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
  /** Calls that are under way: their intents stay until they have ended, so erase again then. */
  readonly pending: number
}

/** What erasing depends on. */
export interface Erasing {
  readonly env: Env
  readonly store: TenantStore
  readonly deciding: { readonly connections: ReadonlyMap<string, Connection> }
}

const AT_ONCE = 100
const TRIES = 5

/** Erases an entity, or everything about a customer; see `Sync.erase`. */
export async function erase(
  erasing: Erasing,
  { ref, by }: { readonly ref: Ref; readonly by: By },
): Promise<Erasure> {
  checkBy(by)
  await eraseDocument(erasing, { ref, by })
  const own = await statesOf(erasing, [refKey(ref)])
  const subjects = subjectsOf(own, ref)
  let erased = await eraseStates(erasing, { refs: [refKey(ref)], by })
  let refs = await aboutThem(erasing, subjects)
  while (refs.length > 0) {
    const more = await eraseStates(erasing, { refs, by })
    if (more.entities === 0) throw new Error('what is about a customer belongs to no entity')
    const entities = erased.entities + more.entities
    erased = { entities, pending: erased.pending + more.pending }
    refs = await aboutThem(erasing, subjects)
  }
  return erased
}

async function eraseStates(
  erasing: Erasing,
  { refs, by }: { refs: readonly string[]; by: By },
): Promise<Erasure> {
  const { env, store } = erasing
  for (let tries = 1; ; tries++) {
    const states = await statesOf(erasing, refs)
    if (states.length === 0) return { entities: 0, pending: 0 }
    const { commit, entities, pending } = eraseEntities(states, { now: env.now(), by })
    const done = await store.commit(commit)
    if (done.isOk()) return { entities, pending }
    // something was decided on meanwhile: look again
    if (done.error.kind === 'conflict' && tries < TRIES) continue
    throw new Error(`not everything was erased: ${done.error.message}`)
  }
}

// facts of a document that are not processed yet are known by its id alone
async function eraseDocument(
  { env, store, deciding }: Erasing,
  { ref, by }: { ref: Ref; by: By },
): Promise<void> {
  const now = env.now()
  const documents = [...deciding.connections.values()]
    .filter(({ system, account }) => system === ref.system && account === ref.account)
    .map(({ id }) => ({ connection: id, shard: shardOf(id, ref.id), key: ref.id }))
  const { actor, why } = by
  const about = refKey(ref)
  const act = { id: env.uuid(), kind: 'erase', about, at: instantOf(now), actor, why } as const
  const write = { ids: [], facts: [], documents }
  await answered(store.commit({ ...emptyCommit(now), acts: [act], erase: write }))
}

async function statesOf(
  { store }: Erasing,
  refs: readonly string[],
): Promise<readonly EntityState[]> {
  return (await answered(store.query<'situation'>({ kind: 'situation', refs }))).states
}

async function aboutThem({ store }: Erasing, subjects: readonly string[]) {
  if (subjects.length === 0) return []
  const question = { kind: 'about', subjects, limit: AT_ONCE } as const
  return answered(store.query<'about'>(question))
}

// a customer has a name in each system that knows it
function subjectsOf(states: readonly EntityState[], ref: Ref): readonly string[] {
  const customers = states.filter(({ row }) => row.entity === 'customer')
  if (customers.length === 0) return []
  const names = customers.flatMap(({ row, sources }) => [
    ...((row.body['refs'] ?? []) as readonly Ref[]).map(refKey),
    ...sources.map(({ key }) => key.slice(key.indexOf(':') + 1)),
  ])
  return [...new Set([refKey(ref), ...names])]
}
