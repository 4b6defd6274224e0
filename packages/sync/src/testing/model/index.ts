export { type ComparisonOptions, compareWithModel } from './compare-stores.js'
