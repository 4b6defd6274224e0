import { addDecimals, type Decimal, subtractDecimals } from '@canonry/model'

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

/** What Square reckons from the changes that it has heard of. */
export interface Stock {
  add(change: StockChange): void
  all(): readonly StockChange[]
  /** Everything that is counted somewhere, as `[variation, location]`. */
  places(): readonly (readonly [variation: string, location: string])[]
  /** How much is in stock; `undefined` where nothing was ever counted. */
  quantity(variation: string, location: string): Decimal | undefined
  /** When the last change of it was heard of. */
  calculatedAt(variation: string, location: string): number
}

/**
 * Stock as Square reckons it: the last physical count and the adjustments after it, by the moment at
 * which they occurred, in whatever order they arrived.
 *
 * Source: https://developer.squareup.com/docs/inventory-api/how-it-works
 */
export function createStock(): Stock {
  const changes: StockChange[] = []
  const byPlace = new Map<string, StockChange[]>()
  const at = (variation: string, location: string) => byPlace.get(`${variation} ${location}`) ?? []
  return {
    add(change) {
      changes.push(change)
      const place = `${change.variation} ${change.location}`
      byPlace.set(place, [...(byPlace.get(place) ?? []), change])
    },
    all: () => changes,
    places: () => [...byPlace.keys()].map((place) => place.split(' ') as [string, string]),
    quantity: (variation, location) => quantityOf(at(variation, location)),
    calculatedAt: (variation, location) =>
      Math.max(0, ...at(variation, location).map(({ createdAt }) => createdAt)),
  }
}

function quantityOf(changes: readonly StockChange[]): Decimal | undefined {
  if (changes.length === 0) return undefined
  const counts = changes.filter(({ type }) => type === 'PHYSICAL_COUNT')
  const last = counts.reduce<StockChange | undefined>(
    (latest, count) => (latest && latest.occurredAt > count.occurredAt ? latest : count),
    undefined,
  )
  return changes
    .filter(({ type }) => type === 'ADJUSTMENT')
    .filter(({ occurredAt }) => last === undefined || occurredAt > last.occurredAt)
    .reduce(applied, last?.quantity ?? '0')
}

function applied(sum: Decimal, { from, to, quantity }: StockChange): Decimal {
  if (to === 'IN_STOCK') return addDecimals(sum, quantity)
  return from === 'IN_STOCK' ? subtractDecimals(sum, quantity) : sum
}
