import type { Instant } from '@canonry/model'
import { instantOf } from '../effects/effect-notes.js'
import { answered } from '../store/answered.js'
import type { ConnectionRow } from '../store/connection-row.js'
import type { TenantStore } from '../store/store.js'
import { type BootstrapPlan, planOf } from './plan.js'

/** Where a connection stands on its way from new to live. */
export type Bootstrap =
  /** What it has is being pulled; so far this many documents. */
  | { readonly stage: 'snapshot'; readonly pages: number; readonly documents: number }
  /** All is pulled, and this many facts from before that are still to be decided on. */
  | { readonly stage: 'deciding'; readonly documents: number; readonly facts: number }
  /** The plan is whole; nothing of it is sent before it is approved. */
  | { readonly stage: 'plan'; readonly documents: number; readonly plan: BootstrapPlan }
  /** Its changes lead to writes; `approved` is absent where no plan was asked for. */
  | { readonly stage: 'live'; readonly approved?: { readonly hash: string; readonly at: Instant } }

/** Says where a connection stands; see `Sync.bootstrap`. */
export async function bootstrapOf(
  store: TenantStore,
  { connection, isAsked }: { readonly connection: string; readonly isAsked: boolean },
): Promise<Bootstrap> {
  const row = await rowOf(store, connection)
  if (!row) return isAsked ? { stage: 'snapshot', pages: 0, documents: 0 } : { stage: 'live' }
  if (row.stage !== 'plan') return liveOf(row)
  const { phase, pages, documents, endedAt: before = 0 } = row.pull
  if (row.pull.purpose === 'snapshot' && phase !== 'done') {
    return { stage: 'snapshot', pages, documents }
  }
  const facts = await answered(store.query<'undecided'>({ kind: 'undecided', before }))
  if (facts > 0) return { stage: 'deciding', documents, facts }
  const proposed = await answered(store.query<'proposals'>({ kind: 'proposals', connection }))
  return { stage: 'plan', documents, plan: planOf(proposed) }
}

/** What is remembered of one connection. */
export async function rowOf(
  store: TenantStore,
  connection: string,
): Promise<ConnectionRow | undefined> {
  const rows = await answered(store.query<'connections'>({ kind: 'connections' }))
  return rows.find((row) => row.connection === connection)
}

function liveOf({ approved }: ConnectionRow): Bootstrap {
  if (!approved) return { stage: 'live' }
  return { stage: 'live', approved: { hash: approved.hash, at: instantOf(approved.at) } }
}
