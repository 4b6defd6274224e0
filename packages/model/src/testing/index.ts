export { arbitraryGln, arbitraryGtin, arbitrarySscc } from './arbitrary-gs1.js'
export { arbitraryCurrency, arbitraryDecimal, arbitraryMoney } from './arbitrary-money.js'
export { arbitraryOrder } from './arbitrary-order.js'
export { arbitraryQuantity, arbitraryUnit } from './arbitrary-quantity.js'
export {
  arbitraryCutOver,
  arbitraryInstant,
  arbitraryMoment,
  arbitraryZone,
} from './arbitrary-time.js'
