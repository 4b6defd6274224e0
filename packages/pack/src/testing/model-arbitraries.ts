import type { EntityName } from '@canonry/model'
import {
  arbitraryCustomer,
  arbitraryFulfilmentOrder,
  arbitraryJournalEntry,
  arbitraryLocation,
  arbitraryOrder,
  arbitraryPaymentTransaction,
  arbitraryPayout,
  arbitraryPrice,
  arbitraryProduct,
  arbitraryPromotion,
  arbitraryRefund,
  arbitraryReservation,
  arbitraryReturn,
  arbitrarySettlementEntry,
  arbitraryShipment,
  arbitraryStockMove,
  arbitraryStockPosition,
  arbitraryVariant,
} from '@canonry/model/testing'
import type fc from 'fast-check'

/** Entities of every kind that satisfy the model's invariants. */
export const modelArbitraries: Readonly<Record<EntityName, fc.Arbitrary<unknown>>> = {
  order: arbitraryOrder,
  customer: arbitraryCustomer,
  product: arbitraryProduct,
  variant: arbitraryVariant,
  price: arbitraryPrice,
  promotion: arbitraryPromotion,
  location: arbitraryLocation,
  stockMove: arbitraryStockMove,
  reservation: arbitraryReservation,
  stockPosition: arbitraryStockPosition,
  fulfilmentOrder: arbitraryFulfilmentOrder,
  shipment: arbitraryShipment,
  return: arbitraryReturn,
  refund: arbitraryRefund,
  paymentTransaction: arbitraryPaymentTransaction,
  settlementEntry: arbitrarySettlementEntry,
  payout: arbitraryPayout,
  journalEntry: arbitraryJournalEntry,
}
