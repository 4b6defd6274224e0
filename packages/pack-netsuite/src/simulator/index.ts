export type { Books, SimulatedCustomer, SimulatedLine, SimulatedSalesOrder } from './books.js'
export type { Fault } from './fault.js'
export {
  createNetsuiteSimulator,
  type NetsuiteSimulator,
  type NetsuiteSimulatorOptions,
  type NewItem,
} from './simulator.js'
export type { RegisteredClient } from './token-endpoint.js'
