export { arbitraryProduct, arbitraryValidity, arbitraryVariant } from './arbitrary-catalogue.js'
export {
  arbitraryAlias,
  arbitraryEntityId,
  arbitraryEvidence,
  arbitraryLink,
} from './arbitrary-crosswalk.js'
export { arbitraryGln, arbitraryGtin, arbitrarySscc } from './arbitrary-gs1.js'
export { arbitraryLocation } from './arbitrary-location.js'
export { arbitraryCurrency, arbitraryDecimal, arbitraryMoney } from './arbitrary-money.js'
export { arbitraryOrder } from './arbitrary-order.js'
export { arbitraryPrice, arbitraryPromotion } from './arbitrary-price.js'
export { arbitraryQuantity, arbitraryUnit } from './arbitrary-quantity.js'
export { arbitraryRef, arbitraryRefs } from './arbitrary-ref.js'
export {
  arbitraryReservation,
  arbitraryStockMove,
  arbitraryStockMoves,
  arbitraryStockNode,
  arbitraryStockPosition,
} from './arbitrary-stock.js'
export {
  arbitraryCutOver,
  arbitraryInstant,
  arbitraryMoment,
  arbitraryZone,
} from './arbitrary-time.js'
