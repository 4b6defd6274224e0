import type { World } from './world.js'

// not in the ERP's catalogue at first: its orders wait as exceptions until somebody adds it
export const UNKNOWN_SKU = 'CAN-007-M'

/** Puts the articles that the shops sell into the ERP's catalogue, as far as they are wanted. */
export function stockTheErp({ shops, erp }: World, wanted: (sku: string) => boolean): void {
  const skus = new Set(shops.flatMap(({ simulator }) => simulator.articles.map(({ sku }) => sku)))
  for (const sku of skus) if (wanted(sku)) erp.addItem({ itemId: sku })
}
