export type { NetsuiteOptions } from './connector/options.js'
export { externalIdOf } from './external-id.js'
export { netsuite } from './pack.js'
export { NetsuiteProfile, type NetsuiteProfileInput } from './profile.js'
