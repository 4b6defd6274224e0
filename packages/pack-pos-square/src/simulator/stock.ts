import { addDecimals, type Decimal, subtractDecimals } from '@canonry/model'
import { lowerBound } from './lower-bound.js'

/** A change of stock that Square has heard of. */
export interface StockChange {
  readonly id: string
  readonly type: 'PHYSICAL_COUNT' | 'ADJUSTMENT'
  readonly variation: string
  readonly location: string
  readonly quantity: Decimal
  /** Of an adjustment; a physical count is of what is IN_STOCK. */
  readonly from?: string
  readonly to?: string
  /** By the clock of whoever made it. */
  readonly occurredAt: number
  /** When Square heard of it. */
  readonly createdAt: number
  readonly reference?: string
  /** The order that sold the goods or took them back. */
  readonly order?: string
}

/** A variation at a location. */
export interface StockPlace {
  readonly variation: string
  readonly location: string
}

/** What is asked for: without a list, all of them. */
export interface StockQuestion {
  readonly variations?: readonly string[]
  /** What Square heard of after this moment. */
  readonly after: number
}

/** What Square reckons from the changes that it has heard of. */
export interface Stock {
  add(change: StockChange): void
  get(id: string): StockChange | undefined
  /** Changes that were heard of after a moment, the oldest occurrence first. */
  changes(after: number): readonly StockChange[]
  /** Everything that is counted somewhere, in the order in which it was counted first. */
  places(question?: StockQuestion): readonly StockPlace[]
  /** How much is in stock; `undefined` where nothing was ever counted. */
  quantity(variation: string, location: string): Decimal | undefined
  /** When the last change of it was heard of. */
  calculatedAt(variation: string, location: string): number
}

/**
 * Stock as Square reckons it: the last physical count and the adjustments after it, by the moment at
 * which they occurred, in whatever order they arrived.
 *
 * A change costs the same however many came before; a question costs what it is answered with.
 *
 * Source: https://developer.squareup.com/docs/inventory-api/how-it-works
 */
export function createStock(): Stock {
  const byId = new Map<string, StockChange>()
  const byArrival: StockChange[] = []
  const byOccurrence: StockChange[] = []
  const shelves = new Map<string, Map<string, Shelf>>()
  const at = (variation: string, location: string) => shelves.get(variation)?.get(location)
  return {
    add(change) {
      byId.set(change.id, change)
      byArrival.push(change)
      insertByOccurrence(byOccurrence, change)
      reckon(shelfOf(shelves, change), change)
    },
    get: (id) => byId.get(id),
    changes(after) {
      const from = lowerBound(byArrival, ({ createdAt }) => createdAt <= after)
      if (from === 0) return byOccurrence
      return byArrival.slice(from).sort((a, b) => a.occurredAt - b.occurredAt)
    },
    places({ variations = [...shelves.keys()], after } = { after: -Infinity }) {
      return [...new Set(variations)].flatMap((variation) =>
        [...(shelves.get(variation)?.values() ?? [])].filter((shelf) => shelf.heardAt > after),
      )
    },
    quantity: (variation, location) => at(variation, location)?.quantity,
    calculatedAt: (variation, location) => at(variation, location)?.heardAt ?? 0,
  }
}

/** What is reckoned of a place, and the adjustments that a count which comes late may not cover. */
interface Shelf extends StockPlace {
  quantity: Decimal
  heardAt: number
  countedAt: number
  since: StockChange[]
}

function shelfOf(
  shelves: Map<string, Map<string, Shelf>>,
  { variation, location }: StockPlace,
): Shelf {
  const there = shelves.get(variation) ?? new Map<string, Shelf>()
  shelves.set(variation, there)
  const known = there.get(location)
  if (known) return known
  const nothing = { quantity: '0', heardAt: 0, countedAt: -Infinity, since: [] }
  const shelf: Shelf = { variation, location, ...nothing }
  there.set(location, shelf)
  return shelf
}

function reckon(shelf: Shelf, change: StockChange): void {
  shelf.heardAt = Math.max(shelf.heardAt, change.createdAt)
  if (change.type === 'ADJUSTMENT') {
    if (change.occurredAt <= shelf.countedAt) return
    shelf.since.push(change)
    shelf.quantity = applied(shelf.quantity, change)
  } else if (change.occurredAt >= shelf.countedAt) {
    shelf.countedAt = change.occurredAt
    shelf.since = shelf.since.filter(({ occurredAt }) => occurredAt > change.occurredAt)
    shelf.quantity = shelf.since.reduce(applied, change.quantity)
  }
}

// most changes occur after all that are known
function insertByOccurrence(sorted: StockChange[], change: StockChange): void {
  const last = sorted.at(-1)
  if (last === undefined || last.occurredAt <= change.occurredAt) sorted.push(change)
  else {
    const at = lowerBound(sorted, ({ occurredAt }) => occurredAt <= change.occurredAt)
    sorted.splice(at, 0, change)
  }
}

function applied(sum: Decimal, { from, to, quantity }: StockChange): Decimal {
  if (to === 'IN_STOCK') return addDecimals(sum, quantity)
  return from === 'IN_STOCK' ? subtractDecimals(sum, quantity) : sum
}
