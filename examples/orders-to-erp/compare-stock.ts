import type { StockPosition } from '@canonry/model'
import { positionRef } from '@canonry/stock-ledger'
import type { Sync } from '@canonry/sync'
import { placeOf, storesOf } from './stores.js'
import type { World } from './world.js'

/** What ledger, tills and shop say of the stock of the stores. */
export interface StockReport {
  readonly positions: number
  /** Positions of which ledger and tills say something else, in words. */
  readonly tillsDiffer: readonly string[]
  readonly offers: number
  /** Articles that the shop offers in another number than the ledger says. */
  readonly shopDiffers: readonly string[]
  /** Units that the shop sold and that were not there. */
  readonly oversold: number
}

/** Compares the ledger with what tills and shop say themselves. */
export async function compareStock(
  { tills, shops, config }: World,
  sync: Sync,
): Promise<StockReport> {
  const shop = shops[0]?.simulator
  const offered = new Map(shop?.levels().map(({ sku, available }) => [sku, available]))
  const places = new Map(storesOf(config.stores).map(({ id }, index) => [id, placeOf(index)]))
  const skus = new Map(tills.articles.map(({ variation, sku }) => [variation, sku]))
  const own = tills.stock().map(({ variation, location, quantity }) => ({
    item: skus.get(variation) ?? '',
    place: places.get(location) ?? '',
    quantity,
  }))
  const known = await positionsOf(own, sync)
  const tillsDiffer: string[] = []
  const shopDiffers: string[] = []
  for (const { item, place, quantity } of own) {
    const position = known.get(`${place}/${item}`)
    const lies = Number(position?.sellable ?? '0') + sentFrom(position)
    if (lies !== Number(quantity))
      tillsDiffer.push(`${place} ${item}: ledger ${lies}, tills ${quantity}`)
    if (place !== placeOf(0)) continue
    const free = Math.max(0, Number(position?.available ?? '0'))
    if (offered.get(item) !== free) {
      shopDiffers.push(`${item}: ledger ${free}, shop ${offered.get(item) ?? 'nothing'}`)
    }
  }
  const offers = own.filter(({ place }) => place === placeOf(0)).length
  return {
    positions: own.length,
    tillsDiffer,
    offers,
    shopDiffers,
    oversold: shop?.soldBeyond() ?? 0,
  }
}

/** Whether everybody says the same, and nothing was sold that was not there. */
export function stockAgrees({ tillsDiffer, shopDiffers, oversold }: StockReport): boolean {
  return tillsDiffer.length + shopDiffers.length + oversold === 0
}

// tills do not know what was sent from their store to buyers of the shop
function sentFrom(position: StockPosition | undefined): number {
  const [taken] = position?.taken ?? []
  return taken ? Number(taken.quantity) - Number(position?.reserved ?? '0') : 0
}

const AT_ONCE = 200

async function positionsOf(
  own: readonly { readonly item: string; readonly place: string }[],
  sync: Sync,
): Promise<ReadonlyMap<string, StockPosition>> {
  const known = new Map<string, StockPosition>()
  for (let start = 0; start < own.length; start += AT_ONCE) {
    const refs = own.slice(start, start + AT_ONCE).map((name) => positionRef('main', name))
    for (const { source, body } of await sync.entities(refs)) {
      known.set(source.id, body as StockPosition)
    }
  }
  return known
}
