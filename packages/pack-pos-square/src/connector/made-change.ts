import type { Ref } from '@canonry/model'
import { type Failure, type PushOutcome, valueAt } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { PreparedChange } from './change-of.js'
import { allOf, type Call, textIn } from './source.js'
import { momentOf } from './stage.js'

/** A value of whichever change stands in an answer. */
export function insideOf(change: unknown, pointer: string): string {
  return textIn(change, `/adjustment${pointer}`) || textIn(change, `/physical_count${pointer}`)
}

/** What a change that Square made is called. */
export function refOfChange(
  { intent, variation, location }: PreparedChange,
  { made, account }: { readonly made: unknown; readonly account: string },
): Ref {
  const own = { system: 'square', account }
  // a position is known by what it counts and where, not by who counted it last
  if (intent.entity === 'stockPosition') {
    return { ...own, kind: 'InventoryCount', id: `${variation}:${location}` }
  }
  return { ...own, kind: 'InventoryAdjustment', id: textIn(valueAt(made, '/adjustment'), '/id') }
}

/** The outcome of a change that Square made. */
export function confirmedAs(
  change: PreparedChange,
  { made, account }: { readonly made: unknown; readonly account: string },
): PushOutcome {
  const version = insideOf(made, '/created_at')
  const ref = refOfChange(change, { made, account })
  return { kind: 'confirmed', ref, ...(version && { version }) }
}

/** A variation at a location. */
export type StockPlace = Pick<PreparedChange, 'variation' | 'location'>

const LIMIT = 1_000

/** All recounts and adjustments of some places that Square has heard of at or after a moment, in epoch milliseconds. */
export function changesSince(
  since: number,
  { places, call }: { readonly places: readonly StockPlace[]; readonly call: Call },
): Promise<Result<readonly unknown[], Failure>> {
  const question = {
    ...namesOf(places),
    types: ['PHYSICAL_COUNT', 'ADJUSTMENT'],
    // "after the given time": what was heard in that very millisecond is wanted, too
    updated_after: momentOf(since - 1),
    limit: LIMIT,
  }
  return allOf({ path: 'inventory/changes/batch-retrieve', question, list: '/changes' }, call)
}

/** What Square says that is on the shelf of some places, and of when that is. */
export function numbersOf(
  places: readonly StockPlace[],
  call: Call,
): Promise<Result<readonly unknown[], Failure>> {
  const question = { ...namesOf(places), states: ['IN_STOCK'], limit: LIMIT }
  return allOf({ path: 'inventory/counts/batch-retrieve', question, list: '/counts' }, call)
}

function namesOf(places: readonly StockPlace[]) {
  return {
    catalog_object_ids: [...new Set(places.map(({ variation }) => variation))],
    location_ids: [...new Set(places.map(({ location }) => location))],
  }
}
