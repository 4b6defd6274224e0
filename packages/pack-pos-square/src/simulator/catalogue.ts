import type { Wire } from './wire.js'

/** A variation that tills sell. */
export interface Article {
  readonly item: string
  readonly variation: string
  readonly name: string
  readonly sku: string
  readonly gtin: string
  /** In minor units of every location's currency. */
  readonly price: number
  /** Sold by weight, in kilograms. */
  readonly weighed: boolean
}

const KILOGRAM = 'UNITKILOGRAM'

/** What the tills of a simulated merchant sell. */
export const ARTICLES: readonly Article[] = [
  article(['MUG', 'Mug', '00036000291452', 1250]),
  article(['TEA', 'Tea', '04006381333931', 540]),
  article(['COAT', 'Rain coat', '05901234123457', 8990]),
  article(['BELT', 'Belt', '09780201379624', 2995]),
  article(['BEANS', 'Coffee beans', '08712345678906', 2490], true),
]

function article(
  [sku, name, gtin, price]: readonly [string, string, string, number],
  weighed = false,
): Article {
  return { item: `ITEM${sku}`, variation: `VARIATION${sku}`, name, sku, gtin, price, weighed }
}

/** An item of the catalogue with its variation, as Square answers it. */
export function printItem(article: Article, { updatedAt, currency }: Printed): Wire {
  const { item, variation, name } = article
  const shared = {
    updated_at: updatedAt,
    version: Date.parse(updatedAt),
    is_deleted: false,
    present_at_all_locations: true,
  }
  return {
    type: 'ITEM',
    id: item,
    ...shared,
    item_data: {
      name,
      product_type: 'REGULAR',
      variations: [
        {
          type: 'ITEM_VARIATION',
          id: variation,
          ...shared,
          item_variation_data: variationData(article, currency),
        },
      ],
    },
  }
}

interface Printed {
  readonly updatedAt: string
  readonly currency: string
}

function variationData({ item, name, sku, gtin, price, weighed }: Article, currency: string): Wire {
  return {
    item_id: item,
    name,
    sku,
    upc: gtin,
    ordinal: 0,
    pricing_type: 'FIXED_PRICING',
    price_money: { amount: price, currency },
    track_inventory: true,
    ...(weighed && { measurement_unit_id: KILOGRAM }),
  }
}

/** The unit of what is sold by weight, as it stands beside changes and items. */
export const WEIGHT_UNIT: Wire = {
  measurement_unit: { weight_unit: 'METRIC_KILOGRAM', type: 'TYPE_WEIGHT' },
  precision: 3,
}

/** The unit as an object of the catalogue. */
export function printUnit(updatedAt: string): Wire {
  return {
    type: 'MEASUREMENT_UNIT',
    id: KILOGRAM,
    updated_at: updatedAt,
    is_deleted: false,
    present_at_all_locations: true,
    measurement_unit_data: WEIGHT_UNIT,
  }
}
