import type { Env } from '@canonry/pack'
import type { Article } from './catalogue.js'
import { createRecords, type Records } from './records.js'
import { createRefunds, type Refunds } from './refunds.js'
import { createStock, type Stock, type StockChange } from './stock.js'
import type { Wire } from './wire.js'

/** A place with tills. */
export interface TillLocation {
  readonly id: string
  readonly name: string
  readonly zone: string
  readonly currency: string
  /** The tax of the place in percent, and whether its prices contain it. */
  readonly tax: { readonly name: string; readonly percent: string; readonly included: boolean }
}

/** Something that subscribers are told. */
export type Tell = (type: string, data: Wire) => void

/** All that Square knows of one merchant. */
export interface Merchant {
  readonly id: string
  readonly env: Pick<Env, 'now'>
  readonly locations: readonly TillLocation[]
  readonly articles: readonly Article[]
  articleOf(variation: string): Article | undefined
  readonly orders: Records
  readonly payments: Records
  readonly refunds: Refunds
  readonly stock: Stock
  /** How long searches take to find what was written. */
  readonly searchLagMs: number
  nextId(prefix: string): string
  /** Takes a change of stock down, and tells of the count that follows from it. */
  change(change: Omit<StockChange, 'id' | 'createdAt'>): StockChange
  readonly tell: Tell
}

/** Opens the books of a merchant. */
export function createMerchant(
  known: Omit<
    Merchant,
    'articleOf' | 'orders' | 'payments' | 'refunds' | 'stock' | 'nextId' | 'change'
  >,
): Merchant {
  const stock = createStock()
  const articles = new Map(known.articles.map((article) => [article.variation, article]))
  let last = 0
  const nextId = (prefix: string) => {
    last += 1
    return `${prefix}${last.toString(36).toUpperCase().padStart(8, '0')}`
  }
  return {
    ...known,
    articleOf: (variation) => articles.get(variation),
    orders: createRecords(),
    payments: createRecords(),
    refunds: createRefunds(),
    stock,
    nextId,
    change(change) {
      const made = { ...change, id: nextId('C'), createdAt: known.env.now() }
      stock.add(made)
      known.tell('inventory.count.updated', {
        type: 'inventory_counts',
        id: nextId('E'),
        object: { inventory_counts: [printCount(stock, made)] },
      })
      return made
    },
  }
}

/** A count as Square answers it. */
export function printCount(
  stock: Stock,
  { variation, location }: Pick<StockChange, 'variation' | 'location'>,
): Wire {
  return {
    catalog_object_id: variation,
    catalog_object_type: 'ITEM_VARIATION',
    state: 'IN_STOCK',
    location_id: location,
    quantity: stock.quantity(variation, location) ?? '0',
    calculated_at: momentText(stock.calculatedAt(variation, location)),
  }
}

/** A moment as Square writes it. */
export function momentText(ms: number): string {
  return new Date(ms).toISOString()
}
