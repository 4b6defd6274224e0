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
export { Currency, currencyExponent } from './value/currency.js'
export {
  addDecimals,
  compareDecimals,
  Decimal,
  fromUnits,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
  type RoundingMode,
  roundDecimal,
  subtractDecimals,
  toFixedDecimal,
  toUnits,
} from './value/decimal.js'
export { Instant, instantMs } from './value/instant.js'
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
