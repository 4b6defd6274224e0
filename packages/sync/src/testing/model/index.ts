export { type ComparisonOptions, compareWithModel } from './compare-stores.js'
export { keepTenantsApart } from './keep-tenants-apart.js'
