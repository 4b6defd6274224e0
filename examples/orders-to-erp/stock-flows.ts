import {
  countsToLedger,
  movesToLedger,
  ordersToLedger,
  reconcileStock,
  type StockMap,
  shipmentsToTills,
  stockToShops,
  ticketsToLedger,
} from '@canonry/flows'
import { stockLedger } from '@canonry/stock-ledger'
import type { Connection, Flow } from '@canonry/sync'
import { placeOf, placesOf, storesOf } from './stores.js'

/** The ledger of stock, and what the stores are called. */
export function stockOf(stores: number): StockMap {
  return {
    ledger: stockLedger.connect({ id: 'stock' }),
    places: placesOf(storesOf(stores)),
    // published sample orders sell what this retailer does not have
    itemOf: ({ sku }) => (sku?.startsWith('CAN-') ? sku : undefined),
  }
}

/**
 * Stock of the stores, from tills and from the shop that sells what lies in the first one: the shop
 * hears what is free, the tills what was sent. Whatever still differs after some time is set right at
 * the tills, since nobody but the ledger hears of everything.
 */
export function stockFlows({
  stock,
  tills,
  shop,
  countedDaily,
}: {
  readonly stock: StockMap
  readonly tills: Connection
  readonly shop: Connection
  /** Whether the tills are asked once a day only what they count. */
  readonly countedDaily: boolean
}): readonly Flow[] {
  const ships = placeOf(0)
  return [
    ...ticketsToLedger({ stock, from: [tills] }),
    ...movesToLedger({ stock, from: [tills] }),
    ...ordersToLedger({ stock, from: [shop], ships }),
    ...shipmentsToTills({ stock, from: [shop], ships, to: [tills] }),
    ...countsToLedger({ stock, from: [tills] }),
    ...countsToLedger({ stock, from: [shop], offers: true }),
    ...stockToShops({ stock, to: [shop], sla: '1m' }),
    ...reconcileStock({ stock, to: [tills], afterMs: (countedDaily ? 36 : 2) * HOUR_MS }),
  ]
}

// a number that is said once a day stays behind for a day
const HOUR_MS = 3_600_000
