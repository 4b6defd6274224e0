import type { z } from 'zod'
import { checkPromotion } from '../catalogue/check-promotion.js'
import { checkVariant } from '../catalogue/check-variant.js'
import { checkPrice, Price } from '../catalogue/price.js'
import { checkProduct, Product } from '../catalogue/product.js'
import { Promotion } from '../catalogue/promotion.js'
import { Variant } from '../catalogue/variant.js'
import { checkFulfilmentOrder } from '../fulfilment/check-fulfilment-order.js'
import { checkShipment } from '../fulfilment/check-shipment.js'
import { FulfilmentOrder } from '../fulfilment/fulfilment-order.js'
import { Shipment } from '../fulfilment/shipment.js'
import { checkOrder } from '../order/check-order.js'
import { Order } from '../order/order.js'
import { checkCustomer } from '../party/check-customer.js'
import { Customer } from '../party/customer.js'
import { checkPaymentTransaction } from '../payment/check-payment-transaction.js'
import { checkRefund } from '../payment/check-refund.js'
import { PaymentTransaction } from '../payment/payment-transaction.js'
import { Refund } from '../payment/refund.js'
import { checkLocation, Location } from '../place/location.js'
import { checkReturn } from '../returns/check-return.js'
import { Return } from '../returns/return.js'
import { checkJournalEntry } from '../settlement/check-journal-entry.js'
import { checkPayout } from '../settlement/check-payout.js'
import { checkSettlementEntry } from '../settlement/check-settlement-entry.js'
import { JournalEntry } from '../settlement/journal-entry.js'
import { Payout } from '../settlement/payout.js'
import { SettlementEntry } from '../settlement/settlement-entry.js'
import { checkStockMove } from '../stock/check-stock-move.js'
import { checkReservation, Reservation } from '../stock/reservation.js'
import { StockMove } from '../stock/stock-move.js'
import { checkStockPosition, StockPosition } from '../stock/stock-position.js'
import type { Finding } from './finding.js'

/** The canonical entities by name. */
export interface Entities {
  readonly order: Order
  readonly customer: Customer
  readonly product: Product
  readonly variant: Variant
  readonly price: Price
  readonly promotion: Promotion
  readonly location: Location
  readonly stockMove: StockMove
  readonly reservation: Reservation
  readonly stockPosition: StockPosition
  readonly fulfilmentOrder: FulfilmentOrder
  readonly shipment: Shipment
  readonly return: Return
  readonly refund: Refund
  readonly paymentTransaction: PaymentTransaction
  readonly settlementEntry: SettlementEntry
  readonly payout: Payout
  readonly journalEntry: JournalEntry
}

/** The name of a canonical entity. */
export type EntityName = keyof Entities

/** What is known of one kind of entity: its schema and its executable invariants. */
export interface EntityDefinition<E> {
  readonly schema: z.ZodType<E>
  readonly check: (entity: E) => Finding[]
}

/** All canonical entities: schema and invariants under their names. */
export const entities: { readonly [N in EntityName]: EntityDefinition<Entities[N]> } = {
  order: { schema: Order, check: checkOrder },
  customer: { schema: Customer, check: checkCustomer },
  product: { schema: Product, check: checkProduct },
  variant: { schema: Variant, check: checkVariant },
  price: { schema: Price, check: checkPrice },
  promotion: { schema: Promotion, check: checkPromotion },
  location: { schema: Location, check: checkLocation },
  stockMove: { schema: StockMove, check: checkStockMove },
  reservation: { schema: Reservation, check: checkReservation },
  stockPosition: { schema: StockPosition, check: checkStockPosition },
  fulfilmentOrder: { schema: FulfilmentOrder, check: checkFulfilmentOrder },
  shipment: { schema: Shipment, check: checkShipment },
  return: { schema: Return, check: checkReturn },
  refund: { schema: Refund, check: checkRefund },
  paymentTransaction: { schema: PaymentTransaction, check: checkPaymentTransaction },
  settlementEntry: { schema: SettlementEntry, check: checkSettlementEntry },
  payout: { schema: Payout, check: checkPayout },
  journalEntry: { schema: JournalEntry, check: checkJournalEntry },
}
