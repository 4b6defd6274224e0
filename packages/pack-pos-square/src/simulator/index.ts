export type { DeliveryCounts, DeliveryFaults, Fault } from '@canonry/pack/simulator'
export type { Article } from './catalogue.js'
export type { TillLocation } from './merchant.js'
export {
  createSquareSimulator,
  type SquareSimulator,
  type SquareSimulatorOptions,
  type StockBooking,
} from './simulator.js'
export type {
  ArticleName,
  Doing,
  Handling,
  NamedGoods,
  Sale,
  Sending,
  Staff,
  TakingBack,
} from './staff.js'
export type { StockChange } from './stock.js'
export type { Tender } from './tender.js'
export type { TillBooking } from './tills.js'
