import { WEIGHT_UNIT } from './catalogue.js'
import { type Merchant, momentText } from './merchant.js'
import type { StockChange } from './stock.js'
import type { Wire } from './wire.js'

/** A change of stock as Square lists it, with its unit where goods are not counted in pieces. */
export function printChange(change: StockChange, { articleOf }: Pick<Merchant, 'articleOf'>): Wire {
  const { type, variation } = change
  const isWeighed = articleOf(variation)?.weighed
  const name = type === 'ADJUSTMENT' ? 'adjustment' : 'physical_count'
  return {
    type,
    [name]: { ...printShared(change), ...printOwn(change) },
    ...(isWeighed && { measurement_unit: WEIGHT_UNIT }),
  }
}

function printShared(change: StockChange): Wire {
  const { id, reference, variation, location, quantity, occurredAt, createdAt } = change
  return {
    id,
    ...(reference !== undefined && { reference_id: reference }),
    catalog_object_id: variation,
    catalog_object_type: 'ITEM_VARIATION',
    location_id: location,
    quantity,
    occurred_at: momentText(occurredAt),
    created_at: momentText(createdAt),
  }
}

function printOwn({ type, from, to, order }: StockChange): Wire {
  if (type === 'PHYSICAL_COUNT') return { state: 'IN_STOCK' }
  return {
    from_state: from,
    to_state: to,
    ...(order !== undefined && { transaction_id: order }),
  }
}
