import type { Instant } from '@canonry/model'
import type { Connection } from '@canonry/pack'
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

/** Which connection is asked about, and what that depends on. */
export interface Asking {
  readonly connection: Connection
  /** Ids of the connections that begin with a plan. */
  readonly planned: readonly string[]
  readonly now: number
}

/** Says where a connection stands; see `Sync.bootstrap`. */
export async function bootstrapOf(store: TenantStore, asking: Asking): Promise<Bootstrap> {
  const { connection, planned } = asking
  const rows = await rowsOf(store)
  const row = rows.find((each) => each.connection === connection.id)
  if (!row && planned.includes(connection.id)) return { stage: 'snapshot', ...NOTHING }
  if (row?.stage !== 'plan') return liveOf(row)
  const { isWhole, ...pulled } = snapshotOf(asking, rows)
  if (!isWhole) return { stage: 'snapshot', ...pulled }
  const { documents } = pulled
  const before = isLedger(connection) ? asking.now : (row.pull.endedAt ?? 0)
  const facts = await answered(store.query<'undecided'>({ kind: 'undecided', before }))
  if (facts > 0) return { stage: 'deciding', documents, facts }
  const question = { kind: 'proposals', connection: connection.id } as const
  const proposed = await answered(store.query<'proposals'>(question))
  return { stage: 'plan', documents, plan: planOf(proposed) }
}

/** What is remembered of connections. */
export function rowsOf(store: TenantStore): Promise<readonly ConnectionRow[]> {
  return answered(store.query<'connections'>({ kind: 'connections' }))
}

const NOTHING = { pages: 0, documents: 0 }

// a ledger has what flows record in it: all that others have that begin with a plan
function snapshotOf(
  { connection, planned }: Asking,
  rows: readonly ConnectionRow[],
): { readonly isWhole: boolean; readonly pages: number; readonly documents: number } {
  const ids = isLedger(connection) ? planned : [connection.id]
  const pulls = rows.flatMap(({ connection: id, pull }) =>
    ids.includes(id) && pull.purpose === 'snapshot' ? [pull] : [],
  )
  const known = new Set(rows.map(({ connection: id }) => id))
  return {
    isWhole: ids.every((id) => known.has(id)) && pulls.every(({ phase }) => phase === 'done'),
    pages: pulls.reduce((sum, { pages }) => sum + pages, 0),
    documents: pulls.reduce((sum, { documents }) => sum + documents, 0),
  }
}

function isLedger({ resources }: Connection): boolean {
  return Object.values(resources).some(({ adds }) => adds !== undefined)
}

function liveOf(row: ConnectionRow | undefined): Bootstrap {
  if (!row?.approved) return { stage: 'live' }
  const { hash, at } = row.approved
  return { stage: 'live', approved: { hash, at: instantOf(at) } }
}
