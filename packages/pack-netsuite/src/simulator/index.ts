export type { Fault } from '@canonry/pack/simulator'
export type {
  Books,
  SimulatedAdjustment,
  SimulatedCashRefund,
  SimulatedCashSale,
  SimulatedCustomer,
  SimulatedLine,
  SimulatedSale,
  SimulatedSalesOrder,
} from './books.js'
export {
  createNetsuiteSimulator,
  type NetsuiteSimulator,
  type NetsuiteSimulatorOptions,
  type NewItem,
} from './simulator.js'
export type { NewStock, NewTransfer, StockDesk } from './stock-desk.js'
export type { RegisteredClient } from './token-endpoint.js'
