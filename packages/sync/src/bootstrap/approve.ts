import type { Env } from '@canonry/pack'
import type { EffectRow } from '../effects/effect.js'
import { instantOf } from '../effects/effect-notes.js'
import { restartedSla } from '../effects/sla.js'
import { nextState } from '../effects/transition.js'
import { type By, checkBy } from '../people/act.js'
import { answered } from '../store/answered.js'
import type { ConnectionRow } from '../store/connection-row.js'
import { emptyCommit } from '../store/empty-commit.js'
import type { TenantStore } from '../store/store.js'
import type { EffectWrite } from '../store/writes.js'
import { type Asking, type Bootstrap, bootstrapOf, rowsOf } from './bootstrap.js'
import { plannedUnder } from './plan.js'

/** What became of an approval: the connection is live, or why it is not. */
export type Approval =
  | { readonly kind: 'approved'; readonly writes: number }
  /** Something of the plan has changed: look at the new one. */
  | { readonly kind: 'outdated'; readonly bootstrap: Bootstrap }
  /** There is no plan to approve: it is not whole yet, or was approved before. */
  | { readonly kind: 'no-plan'; readonly bootstrap: Bootstrap }

/** What approving depends on. */
export interface Approving {
  readonly env: Env
  readonly store: TenantStore
  /** Told when there is something new to work on. */
  heard(): void
}

/** Which plan is approved, and by whom. */
export interface ApprovalRequest extends Pick<Asking, 'connection' | 'planned'> {
  /** The hash of the plan, or its scope. */
  readonly hash: string
  readonly by: By
}

// what a scope names changes by the minute, and may do so in the middle
const TRIES = 16

/** Makes a connection live with exactly one plan; see `Sync.approve`. */
export async function approve(approving: Approving, request: ApprovalRequest): Promise<Approval> {
  checkBy(request.by)
  const { store, env, heard } = approving
  const asking = () => bootstrapOf(store, { ...request, now: env.now() })
  for (let tries = 0; tries < TRIES; tries += 1) {
    const bootstrap = await asking()
    if (bootstrap.stage !== 'plan') return { kind: 'no-plan', bootstrap }
    const { id } = request.connection
    const row = (await rowsOf(store)).find(({ connection }) => connection === id)
    const part = plannedUnder(request.hash, await proposalsOf(store, id))
    if (!row || !part) return { kind: 'outdated', bootstrap }
    if (!(await makeLive(approving, { ...request, row, part }))) continue
    await releaseRest(store, { connection: id, now: env.now() })
    heard()
    return { kind: 'approved', writes: part.length }
  }
  return { kind: 'outdated', bootstrap: await asking() }
}

/** Releases what was planned because of a connection that is live by now. */
export async function releaseRest(
  store: TenantStore,
  { connection, now }: { readonly connection: string; readonly now: number },
): Promise<void> {
  const rest = await proposalsOf(store, connection)
  if (rest.length === 0) return
  const effects = rest.map((row) => released(row, now))
  const done = await store.commit({ ...emptyCommit(now), effects })
  // one of them got a newer content meanwhile: that is what is released
  if (done.isErr() && done.error.kind === 'conflict') await releaseRest(store, { connection, now })
}

/** The step of an effect that may be sent from now on. */
export function released(row: EffectRow, now: number): EffectWrite {
  const { proposedBy: _, ...rest } = row
  const state = nextState(row.state, 'approve')
  const times = { ...restartedSla(row, now), runAt: now, updatedAt: now }
  return { kind: 'update', fence: row.fence, row: { ...rest, state, ...times } }
}

/** Whether everything of the plan was still as it was when the connection became live with it. */
async function makeLive(
  { env, store }: Approving,
  {
    row,
    part,
    hash,
    by,
  }: Pick<ApprovalRequest, 'hash' | 'by'> & { row: ConnectionRow; part: readonly EffectRow[] },
): Promise<boolean> {
  const now = env.now()
  const { actor, why } = by
  const about = `${row.connection} ${hash}`
  const act = { id: env.uuid(), kind: 'approve', about, at: instantOf(now), actor, why } as const
  const approved = { hash, at: now }
  const live = { ...row, version: row.version + 1, stage: 'live', approved } as const
  const effects = part.map((effect) => released(effect, now))
  const counts = { 'bootstrap.approved': part.length }
  const commit = { ...emptyCommit(now), counts, effects, connections: [live], acts: [act] }
  const done = await store.commit(commit)
  if (done.isOk()) return true
  if (done.error.kind === 'conflict') return false
  throw new Error(`nothing was approved, the store is ${done.error.kind}: ${done.error.message}`)
}

function proposalsOf(store: TenantStore, connection: string): Promise<readonly EffectRow[]> {
  return answered(store.query<'proposals'>({ kind: 'proposals', connection }))
}
