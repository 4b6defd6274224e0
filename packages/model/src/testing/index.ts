export { arbitraryCurrency, arbitraryDecimal, arbitraryMoney } from './arbitrary-money.js'
export { arbitraryOrder } from './arbitrary-order.js'
