export { accepts, forgeries, type SignedSample } from './forged-signatures.js'
export { hostileValues } from './hostile-values.js'
export { type PackCase, type PackSubject, packContract } from './pack-contract.js'
