export type { Fault } from '@canonry/pack/simulator'
export type { Books, SimulatedCustomer, SimulatedLine, SimulatedSalesOrder } from './books.js'
export {
  createNetsuiteSimulator,
  type NetsuiteSimulator,
  type NetsuiteSimulatorOptions,
  type NewItem,
} from './simulator.js'
export type { RegisteredClient } from './token-endpoint.js'
