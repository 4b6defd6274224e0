import { definePack, type Resource, valueAt } from '@canonry/pack'
import { shopifyConnector } from './connector/connector.js'
import type { ShopifyOptions } from './connector/options.js'
import { LEVEL } from './connector/stock/levels.js'
import { customerMapping } from './map/customer.js'
import { inventoryLevelMapping } from './map/inventory-level.js'
import { orderMapping } from './map/order.js'
import { accountOfShop } from './shop-domain.js'
import { webhooks } from './webhooks.js'
import { foldLevel } from './wire/fold-level.js'
import { foldOrder } from './wire/fold-order.js'

const VERSIONS = ['2025-07', '2025-10', '2026-01', '2026-04', '2026-07'] as const

/** An order as webhooks carry it: the document is the order. */
const orderWebhook: Resource = orderResource('order@webhook', '')

/** An order as `GET /admin/api/{version}/orders/{id}.json` answers it: wrapped in `order`. */
const orderRest: Resource = orderResource('order@rest', '/order')

/** A level of stock as GraphQL answers it; the webhook of a level only names it. */
const inventoryLevel: Resource = {
  name: LEVEL,
  kind: 'InventoryLevel',
  versions: { from: '2025-07' },
  revision: 1,
  parts: [
    {
      entity: 'stockPosition',
      mapping: inventoryLevelMapping,
      at: '/inventoryLevel',
      fold: foldLevel,
    },
  ],
  version: (wire) => text(valueAt(wire, '/inventoryLevel/updatedAt')),
}

/** Shopify: orders and their customers, by webhook and by read-back; stock, which is read and written. */
export const shopify = definePack<ShopifyOptions>({
  system: 'shopify',
  versions: VERSIONS,
  resources: [orderWebhook, orderRest, inventoryLevel],
  webhooks,
  account: ({ shop }) => accountOfShop(shop),
  connector: (options, ports) =>
    shopifyConnector({ ...options, apiVersion: options.apiVersion ?? VERSIONS[4] }, ports),
})

function orderResource(name: Resource['name'], at: string): Resource {
  return {
    name,
    kind: 'Order',
    versions: { from: '2023-01' },
    revision: 1,
    parts: [
      { entity: 'order', mapping: orderMapping, fold: foldOrder, ...(at === '' ? {} : { at }) },
      { entity: 'customer', mapping: customerMapping, at: `${at}/customer` },
    ],
    version: (wire) => text(valueAt(wire, `${at}/updated_at`)),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
