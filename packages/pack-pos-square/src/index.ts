export type { Pulled, Pulls, SquareOptions } from './connector/options.js'
export { orderMapping } from './map/order.js'
export { square } from './pack.js'
