import { addDecimals, type Decimal, type StockPosition, subtractDecimals } from '@canonry/model'
import {
  type Connection,
  defineFlow,
  durationMs,
  type EffectPlan,
  type Flow,
  upsert,
} from '@canonry/sync'
import { isOf } from './of-account.js'
import { isUnknown, openMap, type StockMap, type StockNames } from './stock-map.js'

/** Which shops are told how much they may sell, and what is kept back. */
export interface StockToShops {
  readonly stock: StockMap
  readonly to: readonly Connection[]
  /** How soon a shop is to know; default `1m`. */
  readonly sla?: string
  /** What no channel may sell, against miscounts and sales that are not heard of yet; default nothing. Pure. */
  readonly safety?: (position: StockPosition) => Decimal
  /** What one shop may not sell beside that, because others sell from the same shelf; default nothing. Pure. */
  readonly buffer?: (position: StockPosition, shop: Connection) => Decimal
}

/**
 * Tells every shop how much it may sell of what lies at the places that it knows:
 * sellable − reserved − safety − buffer, which may be below nothing; of a place that is closed, nothing.
 *
 * Only the newest number is sent, and none before somebody has counted. With it goes what the shop itself has sold from there, as far as it
 * was heard of (`taken`), so that a shop that sold more meanwhile refuses the number. A position that
 * means nothing else for a shop is not sent.
 */
export function stockToShops({ stock, to, sla = '1m', ...kept }: StockToShops): readonly Flow[] {
  durationMs(sla) // throws now, and not for each position
  const names = openMap(stock)
  return [
    defineFlow({
      name: `stock-of-${stock.ledger.id}-to-shops`,
      on: 'stockPosition',
      class: 'high',
      from: [stock.ledger],
      decide: ({ before }, position) =>
        to.flatMap((shop): EffectPlan[] => {
          const offer = offerOf(position, { shop, names, ...kept })
          const known = before && offerOf(before, { shop, names, ...kept })
          return offer === undefined || isSame(known, offer) ? [] : [upsert(shop, offer, { sla })]
        }),
    }),
  ]
}

interface Offering extends Pick<StockToShops, 'safety' | 'buffer'> {
  readonly shop: Connection
  readonly names: StockNames
}

/** The position as a shop is to see it; `undefined` where it sells nothing from there. */
function offerOf(
  position: StockPosition,
  { shop, names, safety = () => '0', buffer = () => '0' }: Offering,
): StockPosition | undefined {
  const { sku = '', sellable, reserved, asserted, taken = [] } = position
  const location = names.refAt(position.location.id, shop)
  if (location === undefined || isUnknown(sku) || position.countedAt === undefined) return undefined
  const free = subtractDecimals(sellable, reserved)
  const back = names.isClosed(position.location.id)
    ? atLeastNothing(free)
    : addDecimals(safety(position), buffer(position, shop))
  return {
    ...position,
    location,
    safety: back,
    available: subtractDecimals(free, back),
    incoming: [],
    // what a shop says is what it offers
    asserted: asserted
      .filter((said) => isOf(said, shop) && said.others === undefined)
      .map((said) => ({ ...said, counts: 'available' as const })),
    taken: taken.filter((sold) => isOf(sold, shop)),
  }
}

function atLeastNothing(quantity: Decimal): Decimal {
  return quantity.startsWith('-') ? '0' : quantity
}

function isSame(known: StockPosition | undefined, offer: StockPosition): boolean {
  return known !== undefined && tellingOf(known) === tellingOf(offer)
}

// how many a shop may sell, counting from what it sold and what it says
function tellingOf({ available, unit, asserted, taken }: StockPosition): string {
  return JSON.stringify([available, unit, asserted, taken])
}
