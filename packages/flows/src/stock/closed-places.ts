import type { Decimal, Location, Ref, StockPosition, Unit } from '@canonry/model'
import { positionId } from '@canonry/stock-ledger'
import type { Sync } from '@canonry/sync'
import { openMap, type StockMap, type StockPlace } from './stock-map.js'

/** A place of the map that a system has closed, and what lies there still. */
export interface ClosedPlace {
  /** The place by the map. */
  readonly id: string
  /** What the systems call it that have closed it, and its name there. */
  readonly by: readonly (Ref & { readonly name: string })[]
  /** Whether shops are still offered what lies there: the map does not say that it is closed. */
  readonly isOffered: boolean
  /** Every item that the ledger has there, more or less than nothing of it. */
  readonly lying: readonly {
    readonly item: string
    readonly onHand: Decimal
    readonly unit: Unit
  }[]
}

const AT_ONCE = 1_000

/**
 * Which places of the map their systems have closed (`active` of a location), as far as was heard of them,
 * and what lies there: to be moved, or counted as nothing.
 */
export async function closedPlaces(
  sync: Pick<Sync, 'entities' | 'sums'>,
  stock: StockMap,
): Promise<readonly ClosedPlace[]> {
  openMap(stock) // throws where it is none
  const closed: ClosedPlace[] = []
  for (const place of stock.places) {
    const by = await closersOf(sync, place)
    if (by.length === 0) continue
    const lying = await lyingAt(sync, { ledger: stock.ledger.id, place: place.id })
    closed.push({ id: place.id, by, isOffered: place.closed !== true, lying })
  }
  return closed
}

async function closersOf(
  sync: Pick<Sync, 'entities'>,
  { refs }: StockPlace,
): Promise<ClosedPlace['by']> {
  const known = await sync.entities(refs)
  return known.flatMap(({ entity, source, body }) => {
    if (entity !== 'location') return []
    const { active, name } = body as unknown as Location
    return active === false ? [{ ...source, name }] : []
  })
}

async function lyingAt(
  sync: Pick<Sync, 'sums'>,
  { ledger, place }: { readonly ledger: string; readonly place: string },
): Promise<ClosedPlace['lying']> {
  const lying: ClosedPlace['lying'][number][] = []
  const below = positionId({ place, item: '' })
  for (let after: Ref | undefined, more = true; more; ) {
    const page = await sync.sums(ledger, { below, limit: AT_ONCE, ...(after && { after }) })
    for (const { body } of page) {
      const { variant, onHand, unit } = body as unknown as StockPosition
      if (onHand !== '0') lying.push({ item: variant.id, onHand, unit })
    }
    after = page.at(-1)?.source
    more = page.length === AT_ONCE
  }
  return lying
}
