import type { StockPlace } from '@canonry/flows'
import type { Ref } from '@canonry/model'
import type { NetsuiteProfileInput } from '@canonry/pack-netsuite'
import type { TillLocation } from '@canonry/pack-pos-square/simulator'

/** The merchant whose tills the stores have. */
export const MERCHANT = 'MLEFBHHSJGVHD'

/** The shop that sells what lies in the first store, and its location there. */
export const STORE_SHOP = 'acme'
const SHOP_LOCATION: Ref = {
  system: 'shopify',
  account: STORE_SHOP,
  kind: 'Location',
  id: '655441491',
}

const ZONES = ['Europe/Lisbon', 'Europe/Berlin', 'Europe/Helsinki', 'Atlantic/Canary'] as const

/** Stores with tills, in four time zones. */
export function storesOf(count: number): readonly TillLocation[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `LSTORE${String(index).padStart(3, '0')}`,
    name: `Store ${index}`,
    zone: ZONES[index % ZONES.length] as string,
    currency: 'EUR',
    tax: { name: 'VAT', percent: '19', included: true },
  }))
}

/** The name of a store in the ledger. */
export function placeOf(index: number): string {
  return `store-${index}`
}

/** What tills and shop call the stores. */
export function placesOf(stores: readonly TillLocation[]): readonly StockPlace[] {
  return stores.map(({ id }, index) => ({
    id: placeOf(index),
    refs: [
      { system: 'square', account: MERCHANT, kind: 'Location', id },
      ...(index === 0 ? [SHOP_LOCATION] : []),
    ],
  }))
}

/** The stores as the ERP calls them, by the tills' names: it books a sale on the day of the store. */
export function erpLocationsOf(
  stores: readonly TillLocation[],
): NonNullable<NetsuiteProfileInput['locations']> {
  return Object.fromEntries(
    stores.map(({ id, zone }, index) => [
      `square/${MERCHANT}/Location/${id}`,
      { location: `${500 + index}`, zone },
    ]),
  )
}
