import type { StockPosition } from '@canonry/model'
import type { StockChange } from '@canonry/pack-pos-square/simulator'
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
  /** Pieces that the shop sent from the store and the tills were told of, in as many movements. */
  readonly told: { readonly pieces: number; readonly movements: number }
  /** How often tills were set right because they had differed for long. */
  readonly corrections: number
}

/** Compares the ledger with what tills and shop say themselves. */
export async function compareStock(world: World, sync: Sync): Promise<StockReport> {
  const own = ownNumbers(world)
  const known = await positionsOf(own, sync)
  const shop = world.shops[0]?.simulator
  const offered = own.filter(({ place }) => place === placeOf(0))
  const levels = new Map(shop?.levels().map(({ sku, available }) => [sku, available]))
  return {
    positions: own.length,
    tillsDiffer: own.flatMap((number) => tillsDiffer(number, known)),
    offers: offered.length,
    shopDiffers: offered.flatMap((number) => shopDiffers(number, { known, levels })),
    oversold: shop?.soldBeyond() ?? 0,
    ...writtenTo(world),
  }
}

function writtenTo({ tills }: World): Pick<StockReport, 'told' | 'corrections'> {
  const written = tills.written()
  const sent = written.filter(({ to }) => to === 'SOLD')
  const back = written.filter(({ from }) => from === 'UNLINKED_RETURN')
  const pieces = sumOf(sent) - sumOf(back)
  const movements = sent.length + back.length
  return { told: { pieces, movements }, corrections: written.length - movements }
}

function sumOf(changes: readonly StockChange[]): number {
  return changes.reduce((sum, { quantity }) => sum + Number(quantity), 0)
}

/** How many of an article the tills say there are in a store. */
interface OwnNumber {
  readonly item: string
  readonly place: string
  readonly quantity: string
}

function ownNumbers({ tills, config }: World): readonly OwnNumber[] {
  const places = new Map(storesOf(config.stores).map(({ id }, index) => [id, placeOf(index)]))
  const skus = new Map(tills.articles.map(({ variation, sku }) => [variation, sku]))
  return tills.stock().map(({ variation, location, quantity }) => ({
    item: skus.get(variation) ?? '',
    place: places.get(location) ?? '',
    quantity,
  }))
}

type Positions = ReadonlyMap<string, StockPosition>

function tillsDiffer({ item, place, quantity }: OwnNumber, known: Positions): string[] {
  const lies = known.get(`${place}/${item}`)?.sellable ?? 'nothing'
  return Number(lies) === Number(quantity)
    ? []
    : [`${place} ${item}: ledger ${lies}, tills ${quantity}`]
}

function shopDiffers(
  { item, place }: OwnNumber,
  { known, levels }: { readonly known: Positions; readonly levels: ReadonlyMap<string, number> },
): string[] {
  const free = Math.max(0, Number(known.get(`${place}/${item}`)?.available ?? '0'))
  const offer = levels.get(item)
  return offer === free ? [] : [`${item}: ledger ${free}, shop ${offer ?? 'nothing'}`]
}

/** Whether everybody says the same, and nothing was sold that was not there. */
export function stockAgrees({ tillsDiffer, shopDiffers, oversold }: StockReport): boolean {
  return tillsDiffer.length + shopDiffers.length + oversold === 0
}

const AT_ONCE = 200

async function positionsOf(own: readonly OwnNumber[], sync: Sync): Promise<Positions> {
  const known = new Map<string, StockPosition>()
  for (let start = 0; start < own.length; start += AT_ONCE) {
    const refs = own.slice(start, start + AT_ONCE).map((name) => positionRef('main', name))
    for (const { source, body } of await sync.entities(refs)) {
      known.set(source.id, body as StockPosition)
    }
  }
  return known
}
