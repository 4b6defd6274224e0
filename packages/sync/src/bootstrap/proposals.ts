import { limitOf } from '../people/limit-of.js'
import { answered } from '../store/answered.js'
import type { TenantStore } from '../store/store.js'
import { type Proposal, toProposal } from './plan.js'

/** Which part of a connection's plan is looked at. */
export interface ProposalPage {
  readonly connection: string
  /** The key of a write; what comes behind it is meant. */
  readonly after?: string
  readonly limit?: number
}

/** What a plan would write, with what it says; see `Sync.proposals`. */
export async function proposalsOf(
  store: TenantStore,
  { connection, after, ...page }: ProposalPage,
): Promise<readonly Proposal[]> {
  const limit = limitOf(page)
  const rows = await answered(store.query<'proposals'>({ kind: 'proposals', connection }))
  const known = rows.map(({ key }) => key)
  const from = after === undefined ? 0 : known.indexOf(after) + 1
  if (after !== undefined && from === 0) return []
  const keys = known.slice(from, from + limit)
  const question = { kind: 'effects', keys, states: ['proposed'], limit } as const
  const effects = await answered(store.query<'effects'>(question))
  const byKey = new Map(effects.map((effect) => [effect.key, effect]))
  return keys.flatMap((key) => {
    const effect = byKey.get(key)
    return effect ? [toProposal(effect)] : []
  })
}
