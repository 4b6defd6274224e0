import type { Random } from '@canonry/pack/simulator'
import type { Merchant, TillLocation } from './merchant.js'

/** What staff do with the goods of a location, beside selling them. */
export interface Shelves {
  /** Throws one of an article away. */
  waste(location: TillLocation): void
  /** Counts an article, and finds what the books say or a little less. */
  recount(location: TillLocation): void
}

/** Lets staff work on the shelves of a merchant, all of which are counted first. */
export function openShelves(
  merchant: Merchant,
  { random, opening }: { readonly random: Random; readonly opening: number },
): Shelves {
  const { articles, env, stock } = merchant
  const pick = () =>
    (articles[random.between(0, articles.length - 1)] ?? { variation: '' }).variation
  for (const { id: location } of merchant.locations) {
    for (const { variation } of articles) {
      const counted = { variation, location, quantity: String(opening), occurredAt: env.now() }
      merchant.change({ type: 'PHYSICAL_COUNT', ...counted })
    }
  }
  return {
    waste({ id: location }) {
      const goods = { variation: pick(), location, quantity: '1', occurredAt: env.now() }
      merchant.change({ type: 'ADJUSTMENT', ...goods, from: 'IN_STOCK', to: 'WASTE' })
    },
    recount({ id: location }) {
      const variation = pick()
      const known = Math.floor(Number(stock.quantity(variation, location) ?? 0))
      const quantity = String(Math.max(0, known - random.between(0, 1)))
      merchant.change({
        type: 'PHYSICAL_COUNT',
        variation,
        location,
        quantity,
        occurredAt: env.now(),
      })
    },
  }
}
