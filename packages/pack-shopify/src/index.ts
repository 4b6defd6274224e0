export type { ShopifyOptions } from './connector/options.js'
export { customerMapping } from './map/customer.js'
export { orderMapping } from './map/order.js'
export { shopify } from './pack.js'
