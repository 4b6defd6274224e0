export { arbitraryProduct, arbitraryValidity, arbitraryVariant } from './arbitrary-catalogue.js'
export {
  arbitraryAlias,
  arbitraryEntityId,
  arbitraryEvidence,
  arbitraryLink,
} from './arbitrary-crosswalk.js'
export { arbitraryCustomer } from './arbitrary-customer.js'
export {
  arbitraryFulfilmentOrder,
  arbitraryLineUnits,
  arbitraryShipment,
} from './arbitrary-fulfilment.js'
export { arbitraryGln, arbitraryGtin, arbitrarySscc } from './arbitrary-gs1.js'
export { arbitraryJournalEntry } from './arbitrary-journal-entry.js'
export { arbitraryLocation } from './arbitrary-location.js'
export { arbitraryCurrency, arbitraryDecimal, arbitraryMoney } from './arbitrary-money.js'
export { arbitraryOrder } from './arbitrary-order.js'
export { arbitraryOrderWithFacts, type MadeOrder } from './arbitrary-order-facts.js'
export { arbitraryPaymentTransaction, arbitraryRefund } from './arbitrary-payment.js'
export { arbitraryPrice, arbitraryPromotion } from './arbitrary-price.js'
export { arbitraryQuantity, arbitraryUnit } from './arbitrary-quantity.js'
export { arbitraryRef, arbitraryRefs } from './arbitrary-ref.js'
export { arbitraryReturn } from './arbitrary-return.js'
export {
  arbitraryPayout,
  arbitrarySettlement,
  arbitrarySettlementEntry,
  type MadeSettlement,
} from './arbitrary-settlement.js'
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
