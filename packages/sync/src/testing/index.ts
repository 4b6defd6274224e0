export { type TestEnv, type TestEnvOptions, testEnv } from './test-env.js'
