export { Address } from './address.js'
export { allocate } from './allocate.js'
export { Amount, addAmounts, negateAmount, type Side } from './amount.js'
export { Charge } from './charge.js'
export { assertedTotal, checkOrder, totalDifference } from './check-order.js'
export { Currency, currencyExponent } from './currency.js'
export { Customer } from './customer.js'
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
} from './decimal.js'
export { diffPaths, escapePointer } from './diff.js'
export { DiscountAllocation, DiscountApplication } from './discount.js'
export { type Entities, type EntityDefinition, type EntityName, entities } from './entities.js'
export { Finding } from './finding.js'
export { Instant, instantMs } from './instant.js'
export { type Merged, mergeSources, type Ownership, type SourceState } from './merge.js'
export {
  addMoney,
  Money,
  negateMoney,
  printMoney,
  roundMoney,
  subtractMoney,
  sumMoney,
  zeroMoney,
} from './money.js'
export { AssertedOrder, FulfilmentLabel, Order, PaymentLabel } from './order.js'
export { LineQuantity, OrderLine, remainingUnits } from './order-line.js'
export {
  type FulfilmentStatus,
  fulfilmentStatusOf,
  lifecycleOf,
  type OrderLifecycle,
  type PaymentStatus,
  paymentStatusOf,
} from './order-status.js'
export {
  type OrderTotals,
  orderTotals,
  type PartTotals,
  sideCurrency,
  sideOf,
} from './order-totals.js'
export { listPersonalData, type PersonalData, personalData } from './personal-data.js'
export { parseRefKey, Ref, refKey } from './ref.js'
export { TaxLine } from './tax-line.js'
export { compareVersions, type VersionOrder } from './version.js'
