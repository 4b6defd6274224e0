/** What simulators of systems have in common: reproducible chance, what goes wrong with a request, and webhooks on their way. */
export { type Agenda, createAgenda } from './agenda.js'
export {
  createDeliveries,
  type Deliveries,
  type Delivery,
  type DeliveryCounts,
  type DeliveryFaults,
  type DeliveryRules,
} from './deliveries.js'
export { applyFault, type Fault } from './fault.js'
export { createRandom, type Random, randomId } from './random.js'
