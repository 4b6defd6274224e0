export type { StoreConformanceCase } from './conformance/conformance-case.js'
export { storeConformance } from './conformance/store-conformance.js'
export { type TestEnv, type TestEnvOptions, testEnv } from './test-env.js'
