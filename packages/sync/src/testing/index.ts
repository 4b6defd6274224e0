export type { OpenStore, StoreConformanceCase } from './conformance/conformance-case.js'
export {
  type ConformanceResult,
  missingFor,
  reportConformance,
  type StoreUnderTest,
} from './conformance/report-conformance.js'
export { storeConformance } from './conformance/store-conformance.js'
export {
  SHOWN_ELSEWHERE,
  STORE_INVARIANTS,
  type StoreInvariant,
} from './conformance/store-invariants.js'
export {
  type CrashEverywhereOptions,
  type CrashReport,
  crashEverywhere,
} from './simulation/crash-everywhere.js'
export { type Database, memoryDatabase } from './simulation/database.js'
export type { Delivered } from './simulation/deliveries.js'
export {
  FAULT_RATES,
  type Fault,
  type FaultKind,
  type FaultRates,
  type PortName,
} from './simulation/fault.js'
export type { Breach, Invariant, Simulated } from './simulation/invariant.js'
export { type Conservation, conserves, INVARIANTS } from './simulation/invariants.js'
export type { Pace } from './simulation/pace.js'
export { type SimulateOptions, simulate } from './simulation/simulate.js'
export {
  type Applied,
  type Books,
  type SimulatedDocument,
  type SimulatedSystem,
  type SimulatedSystemOptions,
  simulatedSystem,
} from './simulation/simulated-system.js'
export {
  type FoundFailure,
  type Schedule,
  SimulationFailure,
} from './simulation/simulation-failure.js'
export type { SimulationReport } from './simulation/simulation-report.js'
export type { TraceLine } from './simulation/trace.js'
export type { BuiltWorld, Expectation, Step, World } from './simulation/world.js'
export type { Delivery, Wish, WorldPorts } from './simulation/world-ports.js'
export { type TestEnv, type TestEnvOptions, testEnv } from './test-env.js'
export {
  type MemoryBroker,
  type MemoryBrokerOptions,
  memoryBroker,
} from './transport/memory-broker.js'
export { memoryPlaces } from './transport/memory-place.js'
export type {
  TransportConformanceCase,
  TransportNeed,
  TransportPlace,
  TransportUnderTest,
} from './transport/transport-case.js'
export {
  reportTransport,
  runTransportCase,
  type TransportResult,
  transportConformance,
} from './transport/transport-conformance.js'
export { TRANSPORT_INVARIANTS, type TransportInvariant } from './transport/transport-invariants.js'
