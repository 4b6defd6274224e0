export type { Fault } from '@canonry/pack/simulator'
export type {
  Books,
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
  type NewStock,
} from './simulator.js'
export type { RegisteredClient } from './token-endpoint.js'
