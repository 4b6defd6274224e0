import {
  countsToLedger,
  movesToLedger,
  ordersToLedger,
  type StockMap,
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

/** Stock of the stores, from tills and from the shop that sells what lies in the first one. */
export function stockFlows({
  stock,
  tills,
  shop,
}: {
  readonly stock: StockMap
  readonly tills: Connection
  readonly shop: Connection
}): readonly Flow[] {
  return [
    ...ticketsToLedger({ stock, from: [tills] }),
    ...movesToLedger({ stock, from: [tills] }),
    ...ordersToLedger({ stock, from: [shop], ships: placeOf(0) }),
    ...countsToLedger({ stock, from: [tills] }),
    ...countsToLedger({ stock, from: [shop], offers: true }),
    ...stockToShops({ stock, to: [shop], sla: '1m' }),
  ]
}
