export { checkPromotion } from './catalogue/check-promotion.js'
export { checkVariant } from './catalogue/check-variant.js'
export { checkPrice, Price } from './catalogue/price.js'
export { extendPrice, type PriceQuestion, priceAt } from './catalogue/price-at.js'
export { Category, checkProduct, Media, Product, ProductOption } from './catalogue/product.js'
export { Funding, Promotion } from './catalogue/promotion.js'
export { isValidAt, type Validity } from './catalogue/validity.js'
export { Component, Dimensions, Variant } from './catalogue/variant.js'
export { type AsyncApiOptions, asyncApi } from './contract/async-api.js'
export {
  type CompareOptions,
  compareSchemas,
  type SchemaComparison,
} from './contract/compatibility/compare-schemas.js'
export type {
  Compatibility,
  ContractDirection,
  SchemaChange,
} from './contract/compatibility/schema-change.js'
export {
  CONTRACT_MAJOR,
  contractId,
  contractName,
  contractOf,
  type JsonSchema,
} from './contract/entity-contract.js'
export { validatorOf } from './contract/validator.js'
export { Attributes } from './entity/attributes.js'
export { CanonicalEvent } from './entity/canonical-event.js'
export { type Difference, diff } from './entity/diff.js'
export { diffPaths } from './entity/diff-paths.js'
export { elementKey } from './entity/element-key.js'
export {
  type Entities,
  type EntityDefinition,
  type EntityName,
  entities,
} from './entity/entities.js'
export { eventOf, type ToldChange } from './entity/event-of.js'
export { type FieldNotes, notesOf, USUAL_OWNERS, type UsualOwner } from './entity/field-notes.js'
export { Finding } from './entity/finding.js'
export { type Field, listFields } from './entity/list-fields.js'
export { listPersonalData, listRetention } from './entity/list-personal-data.js'
export { type Merged, mergeSources, type SourceState } from './entity/merge.js'
export type { Ownership } from './entity/ownership.js'
export { patch } from './entity/patch.js'
export {
  type PersonalData,
  type PersonalMark,
  personalData,
  type Retention,
  retainedFor,
} from './entity/personal-data.js'
export { escapePointer, type PointerFailure, parsePointer } from './entity/pointer.js'
export { redact } from './entity/redact.js'
export { Ref } from './entity/ref.js'
export { parseRefKey, type RefKeyFailure, refKey } from './entity/ref-key.js'
export { compareVersions, type VersionOrder } from './entity/version.js'
export { appendCarrierEvents } from './fulfilment/carrier-log.js'
export { checkFulfilmentOrder } from './fulfilment/check-fulfilment-order.js'
export { checkShipment } from './fulfilment/check-shipment.js'
export { checkShipments } from './fulfilment/check-shipments.js'
export { FulfilmentOrder, LineUnits } from './fulfilment/fulfilment-order.js'
export {
  type FulfilmentOrderEvent,
  type FulfilmentOrderState,
  fulfilmentOrderMachine,
  nextFulfilmentOrderState,
} from './fulfilment/fulfilment-order-state.js'
export { CarrierEvent, Package, Shipment } from './fulfilment/shipment.js'
export {
  nextShipmentState,
  type ShipmentEvent,
  type ShipmentState,
  shipmentMachine,
} from './fulfilment/shipment-state.js'
export type {
  Crosswalk,
  CrosswalkAnswer,
  CrosswalkChange,
  CrosswalkFailure,
  Resolution,
} from './identity/crosswalk.js'
export { Alias, CrosswalkRecords, EntityId, Evidence, Link } from './identity/link.js'
export { memoryCrosswalk } from './identity/memory-crosswalk.js'
export { AssertedOrder, FulfilmentLabel, PaymentLabel } from './order/asserted-order.js'
export { Attribution } from './order/attribution.js'
export { Channel } from './order/channel.js'
export { Charge } from './order/charge.js'
export { checkOrder } from './order/check-order.js'
export { assertedTotal, originalDifference, totalDifference } from './order/check-totals.js'
export { DiscountAllocation, DiscountApplication, DiscountFunding } from './order/discount.js'
export { type FulfilmentStatus, fulfilmentStatusOf } from './order/fulfilment-status.js'
export {
  type LineEvent,
  type LineRefusal,
  type LineStatus,
  lineStatus,
  nextLineQuantity,
} from './order/line-status.js'
export { Order } from './order/order.js'
export {
  type OrderFacts,
  receivedUnits,
  sentUnits,
  type UnitsByLine,
} from './order/order-facts.js'
export {
  lifecycleOf,
  nextOrderLifecycle,
  type OrderEvent,
  type OrderLifecycle,
  orderMachine,
} from './order/order-lifecycle.js'
export { LineQuantity, OrderLine, openUnits, remainingUnits } from './order/order-line.js'
export { type OrderCurrencies, sideCurrency, sideOf } from './order/order-side.js'
export { type OrderStatus, orderStatus } from './order/order-status.js'
export { type OrderTotals, orderTotals, originalTotals } from './order/order-totals.js'
export { type PartTotals, shareOfUnits } from './order/part-totals.js'
export {
  type OrderMoney,
  orderMoney,
  owedMoney,
  type PaymentStatus,
  paymentStatusOf,
} from './order/payment-status.js'
export { type ReturnStatus, returnStatusOf } from './order/return-status.js'
export { Risk } from './order/risk.js'
export { Jurisdiction, TaxCollector, TaxLine } from './order/tax-line.js'
export { Address } from './party/address.js'
export { checkCustomer } from './party/check-customer.js'
export { Consent, Customer, TaxId } from './party/customer.js'
export { checkPaymentTransaction } from './payment/check-payment-transaction.js'
export { checkPayments } from './payment/check-payments.js'
export { checkRefund, refundParts } from './payment/check-refund.js'
export { checkRefunds } from './payment/check-refunds.js'
export {
  type MoneyEvent,
  type MoneyState,
  nextRefundState,
  refundMachine,
} from './payment/money-state.js'
export { type PaymentTotals, paymentTotals } from './payment/payment-totals.js'
export {
  PaymentMethod,
  PaymentTransaction,
  TransactionKind,
} from './payment/payment-transaction.js'
export { Refund, RefundAdjustment, RefundCharge, RefundLine } from './payment/refund.js'
export { type RefundFacts, type RefundTotals, refundTotals } from './payment/refund-totals.js'
export { type Refundable, type RefundableLine, refundable } from './payment/refundable.js'
export { checkLocation, Location } from './place/location.js'
export { checkReturn } from './returns/check-return.js'
export { checkReturns } from './returns/check-returns.js'
export { Disposition, ExchangeLine, Return, ReturnLine } from './returns/return.js'
export {
  nextReturnState,
  type ReturnEvent,
  type ReturnState,
  returnMachine,
} from './returns/return-state.js'
export { type AccountRole, ChartOfAccounts, checkChart } from './settlement/chart-of-accounts.js'
export {
  accountBalance,
  checkJournalEntry,
  journalBalance,
} from './settlement/check-journal-entry.js'
export { checkPayout, checkSettlement } from './settlement/check-payout.js'
export { checkSettlementEntry } from './settlement/check-settlement-entry.js'
export { dueReserve, heldReserve } from './settlement/held-reserve.js'
export { JournalEntry, JournalLine } from './settlement/journal-entry.js'
export { journalOf, type Settlement, type SettlementJournal } from './settlement/journal-of.js'
export { Payout } from './settlement/payout.js'
export {
  nextPayoutState,
  type PayoutEvent,
  type PayoutState,
  payoutMachine,
} from './settlement/payout-state.js'
export {
  ComponentKind,
  componentLeaves,
  SettlementComponent,
} from './settlement/settlement-component.js'
export { Exchange, SettlementEntry, SettlementKind } from './settlement/settlement-entry.js'
export {
  endStatesOf,
  type IllegalEvent,
  type Move,
  printTransitions,
  type StateMachine,
  type Transition,
  transitionsOf,
} from './state/state-machine.js'
export { checkStockMove, checkStockMoves } from './stock/check-stock-move.js'
export {
  type Demand,
  type DemandFailure,
  meetDemand,
  type Shortage,
  stockDemand,
} from './stock/demand.js'
export {
  type DerivedPosition,
  type PositionQuestion,
  stockPosition,
} from './stock/derive-position.js'
export {
  distinctMoves,
  foldStock,
  type StockBalance,
  type StockClocks,
  type StockLedger,
} from './stock/fold-stock.js'
export { checkReservation, Reservation, reservationStateAt } from './stock/reservation.js'
export {
  nextReservationState,
  RESERVATION_EVENTS,
  type ReservationEvent,
  ReservationState,
  reservationMachine,
} from './stock/reservation-state.js'
export { type Correction, correctMove, StockMove } from './stock/stock-move.js'
export { StockCondition, StockNode, stockNodeKey } from './stock/stock-node.js'
export {
  AssertedStock,
  checkStockPosition,
  IncomingStock,
  StockPosition,
  TakenStock,
} from './stock/stock-position.js'
export { allocate } from './value/allocate.js'
export { Amount, addAmounts, negateAmount, type Side } from './value/amount.js'
export {
  type BusinessDateFailure,
  businessDate,
  businessDay,
  type StoreClock,
} from './value/business-date.js'
export {
  Currency,
  type CurrencyFailure,
  type CurrencyInfo,
  currencyExponent,
  currencyInfo,
  isCurrency,
  parseCurrency,
} from './value/currency.js'
export {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  Decimal,
  decimalOf,
  divideDecimals,
  fromUnits,
  multiplyDecimals,
  negateDecimal,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
  toFixedDecimal,
  toUnits,
} from './value/decimal.js'
export {
  Gln,
  type Gs1Failure,
  Gtin,
  type GtinLength,
  gs1CheckDigit,
  parseGln,
  parseGtin,
  parseSscc,
  printGtin,
  Sscc,
  toGtin,
} from './value/gs1.js'
export {
  compareInstants,
  Instant,
  type InstantFailure,
  instantMs,
  instantOf,
  parseInstant,
} from './value/instant.js'
export { addDays, daysBetween, LocalDate, LocalTime } from './value/local-date.js'
export {
  addMoney,
  Money,
  negateMoney,
  printMoney,
  roundMoney,
  subtractMoney,
  sumMoney,
  zeroMoney,
} from './value/money.js'
export { type DecimalFailure, parseDecimal } from './value/parse-decimal.js'
export type { ParseFailure } from './value/parse-failure.js'
export {
  addQuantities,
  compareMeasures,
  compareQuantities,
  convertQuantity,
  negateQuantity,
  pieces,
  printQuantity,
  Quantity,
  quantityInBase,
  subtractQuantities,
  Unit,
  unitDigits,
} from './value/quantity.js'
export { percentOfRate, Rate, rateFromNumber, rateFromPercent } from './value/rate.js'
export type { RoundingMode } from './value/rounding.js'
export { type Dimension, knownUnits, type UnitInfo, unitInfo } from './value/unit.js'
export { inZone, parseZone, Zone, type ZoneFailure } from './value/zone.js'
