/** What a person looks at before and after an approval: the ledger, the shop, and what it would be told. */
import { plannedOffers } from '@canonry/flows'
import { StockPosition } from '@canonry/model'
import { positionRef } from '@canonry/stock-ledger'
import type { Sync } from '@canonry/sync'
import { GOODS, type Retailer } from './retailer.js'

/** One article at one place. */
export interface Line {
  readonly place: string
  readonly article: string
  /** How many lie there by the ledger. */
  readonly ledger: string
  /** When the number was counted that the ledger goes on from, `08:10`. */
  readonly counted: string
  /** How many the shop says that it has. */
  readonly shop: number
  /** How many the shop would be told, as long as nobody has approved. */
  readonly planned?: string
}

/** What stands in the ledger and in the shop at a moment. */
export interface Look {
  /** What has happened before it. */
  readonly what: string
  readonly at: string
  readonly lines: readonly Line[]
}

const PLACES = [
  { place: 'warehouse', location: '1' },
  { place: 'store', location: '2' },
] as const

/** Looks at every article at every place. */
export async function lookAt(
  { sync, retailer }: { readonly sync: Sync; readonly retailer: Retailer },
  what: string,
): Promise<Look> {
  const offers = plannedOffers(await sync.proposals('stock'))
  const levels = retailer.shop.levels()
  const lines = PLACES.flatMap(({ place, location }) =>
    GOODS.map(async ({ sku, name }): Promise<Line> => {
      const [known] = await sync.entities([positionRef('main', { place, item: sku })])
      const { sellable, countedAt } = StockPosition.parse(known?.body)
      const level = levels.find((each) => each.sku === sku && each.location === location)
      const offer = offers.find((each) => each.sku === sku && each.location.id === location)
      return {
        ...{ place, article: name, ledger: sellable, counted: clock(countedAt ?? '') },
        shop: level?.available ?? 0,
        ...(offer && { planned: offer.offer }),
      }
    }),
  )
  const at = clock(new Date(retailer.env.now()).toISOString())
  return { what, at, lines: await Promise.all(lines) }
}

/** A look as a table. */
export function printLook({ what, at, lines }: Look): string {
  const rows = lines.map(({ place, article, ledger, counted, shop, planned }) =>
    row([place, article, ledger, counted, `${shop}`, ...(planned ? [planned] : [])]),
  )
  const isPlanned = lines.some(({ planned }) => planned !== undefined)
  const head = ['place', 'article', 'in the ledger', 'counted', 'shop has']
  const titles = row([...head, ...(isPlanned ? ['would be told'] : [])])
  return [`${at}  ${what}`, '', titles, ...rows, ''].join('\n')
}

// in UTC
function clock(moment: string): string {
  return moment.slice(11, 16)
}

// names to the left, numbers to the right
function row([place = '', article = '', ...numbers]: readonly string[]): string {
  const cells = numbers.map((cell) => cell.padStart(15))
  return `  ${place.padEnd(12)}${article.padEnd(14)}${cells.join('')}`
}
