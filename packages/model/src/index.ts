export { diffPaths, escapePointer } from './entity/diff.js'
export {
  type Entities,
  type EntityDefinition,
  type EntityName,
  entities,
} from './entity/entities.js'
export { Finding } from './entity/finding.js'
export { type Merged, mergeSources, type Ownership, type SourceState } from './entity/merge.js'
export { listPersonalData, type PersonalData, personalData } from './entity/personal-data.js'
export { parseRefKey, Ref, refKey } from './entity/ref.js'
export { compareVersions, type VersionOrder } from './entity/version.js'
export { Charge } from './order/charge.js'
export { assertedTotal, checkOrder, totalDifference } from './order/check-order.js'
export { DiscountAllocation, DiscountApplication } from './order/discount.js'
export { AssertedOrder, FulfilmentLabel, Order, PaymentLabel } from './order/order.js'
export { LineQuantity, OrderLine, remainingUnits } from './order/order-line.js'
export {
  type FulfilmentStatus,
  fulfilmentStatusOf,
  lifecycleOf,
  type OrderLifecycle,
  type PaymentStatus,
  paymentStatusOf,
} from './order/order-status.js'
export {
  type OrderTotals,
  orderTotals,
  type PartTotals,
  sideCurrency,
  sideOf,
} from './order/order-totals.js'
export { TaxLine } from './order/tax-line.js'
export { Address } from './party/address.js'
export { Customer } from './party/customer.js'
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
  parseCurrency,
} from './value/currency.js'
export {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  Decimal,
  divideDecimals,
  fromUnits,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
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
export type { ParseFailure } from './value/parse-failure.js'
export {
  addQuantities,
  compareQuantities,
  convertQuantity,
  negateQuantity,
  pieces,
  printQuantity,
  Quantity,
  subtractQuantities,
  Unit,
  unitDigits,
} from './value/quantity.js'
export { percentOfRate, Rate, rateFromNumber, rateFromPercent } from './value/rate.js'
export type { RoundingMode } from './value/rounding.js'
export { type Dimension, knownUnits, type UnitInfo, unitInfo } from './value/unit.js'
export { inZone, parseZone, Zone, type ZoneFailure } from './value/zone.js'
