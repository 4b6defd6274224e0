export {
  createRandom,
  type DeliveryCounts,
  type DeliveryFaults,
  type Random,
} from '@canonry/pack/simulator'
export type { Article } from './catalogue.js'
export {
  createShopifySimulator,
  type ShopBooking,
  type ShopifySimulator,
  type ShopifySimulatorOptions,
} from './shopify-simulator.js'
export type { ShopLevel, ShopLocation, ShopSending, ShopStockOptions } from './stock/inventory.js'
