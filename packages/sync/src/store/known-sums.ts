import { type Ref, refKey } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import { limitOf } from '../people/limit-of.js'
import { refOf } from '../reconcile/absences.js'
import { type KnownEntity, knownEntities } from './known-entities.js'
import type { TenantStore } from './store.js'
import { addingIn, keyAfter, sumKeys } from './sum-keys.js'

/** Which sums of a ledger are looked at. */
export interface KnownSums {
  /** What the id that names one in the ledger begins with; default: all. */
  readonly below?: string
  /** The `source` of the last that was looked at. */
  readonly after?: Ref
  readonly limit?: number
}

/** Sums of a ledger as they are known now, in the order of their keys; see `Sync.sums`. */
export async function knownSums(
  store: TenantStore,
  ledger: Connection,
  { below, after, ...page }: KnownSums,
): Promise<readonly KnownEntity[]> {
  if (addingIn(ledger).length === 0) throw new Error(`${ledger.id} adds nothing up`)
  const behind = { after: keyAfter(ledger, after), limit: limitOf(page) }
  const keys = await sumKeys(store, ledger, { ...behind, ...(below !== undefined && { below }) })
  const known = await knownEntities(store, keys.flatMap(refOf))
  const byName = new Map(known.map((entity) => [refKey(entity.source), entity]))
  return keys.flatMap(refOf).flatMap((ref) => byName.get(refKey(ref)) ?? [])
}
