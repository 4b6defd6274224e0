import { type Resource, type ResourcePart, valueAt } from '@canonry/pack'
import { CATALOGUE } from './map/catalogue.js'
import { locationMapping } from './map/location.js'
import { orderMapping } from './map/order.js'
import { paymentMapping } from './map/payment.js'
import { productMapping } from './map/product.js'
import { refundMapping } from './map/refund.js'
import { returnMapping } from './map/return.js'
import { RETURN_CONTEXT } from './map/return-context.js'
import { adjustmentMapping, transferMapping } from './map/stock-move.js'
import { countMapping, physicalCountMapping } from './map/stock-position.js'
import { variantMapping } from './map/variant.js'
import { foldOrder } from './wire/fold-order.js'
import { foldReturn } from './wire/fold-return.js'

/** The API versions that the pack was proven against, as `Square-Version` names them. */
export const VERSIONS = ['2025-08-20'] as const

const UNIT = { ...CATALOGUE, measurementUnit: '/measurement_unit/measurement_unit' } as const

/**
 * What the pack reads of Square, each as the API answers it; beside orders and stock, which name
 * variations only, the connector puts what the catalogue says of these.
 *
 * Orders that the POS application made have no `version`, so an order is told by `updated_at`.
 */
export const RESOURCES: readonly Resource[] = [
  resource('order@rest', 'Order', {
    parts: [
      { entity: 'order', mapping: orderMapping, at: '/order', handed: CATALOGUE, fold: foldOrder },
      ofReturn({ entity: 'return', mapping: returnMapping }),
      ofReturn({ entity: 'refund', mapping: refundMapping }),
    ],
    version: textAt('/order/updated_at'),
  }),
  resource('payment@rest', 'Payment', {
    parts: [{ entity: 'paymentTransaction', mapping: paymentMapping, at: '/payment' }],
    version: textAt('/payment/updated_at'),
  }),
  resource('payment@webhook', 'Payment', {
    parts: [{ entity: 'paymentTransaction', mapping: paymentMapping, at: '/data/object/payment' }],
    version: textAt('/data/object/payment/updated_at'),
  }),
  resource('inventoryCount@rest', 'InventoryCount', {
    parts: [{ entity: 'stockPosition', mapping: countMapping, at: '/count', handed: CATALOGUE }],
    version: textAt('/count/calculated_at'),
  }),
  resource('inventoryAdjustment@rest', 'InventoryAdjustment', {
    parts: [{ entity: 'stockMove', mapping: adjustmentMapping, at: '/adjustment', handed: UNIT }],
    version: textAt('/adjustment/created_at'),
    untold: true,
  }),
  resource('inventoryTransfer@rest', 'InventoryTransfer', {
    parts: [{ entity: 'stockMove', mapping: transferMapping, at: '/transfer', handed: UNIT }],
    version: textAt('/transfer/created_at'),
    untold: true,
  }),
  resource('inventoryPhysicalCount@rest', 'InventoryPhysicalCount', {
    parts: [
      {
        entity: 'stockPosition',
        mapping: physicalCountMapping,
        at: '/physical_count',
        handed: CATALOGUE,
      },
    ],
    version: textAt('/physical_count/created_at'),
    untold: true,
  }),
  resource('location@rest', 'Location', {
    parts: [{ entity: 'location', mapping: locationMapping, at: '/location' }],
    version: () => undefined,
  }),
  resource('catalogItem@rest', 'Item', {
    parts: [
      { entity: 'product', mapping: productMapping, at: '/object' },
      {
        entity: 'variant',
        mapping: variantMapping,
        at: '/object/item_data/variations/*',
        handed: { related: '/related_objects' },
      },
    ],
    version: textAt('/object/updated_at'),
    untold: true,
  }),
]

function resource(
  name: Resource['name'],
  kind: string,
  read: Pick<Resource, 'parts' | 'version' | 'untold'>,
): Resource {
  return { name, kind, versions: { from: '2024-01-18' }, revision: 1, ...read }
}

function textAt(pointer: string): Resource['version'] {
  return (wire) => {
    const value = valueAt(wire, pointer)
    return typeof value === 'string' ? value : undefined
  }
}

function ofReturn(part: Pick<ResourcePart, 'entity' | 'mapping'>): ResourcePart {
  return { ...part, at: '/order/returns/*', handed: RETURN_CONTEXT, fold: foldReturn }
}
