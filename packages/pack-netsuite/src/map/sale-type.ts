import { WireCashSaleGoods } from '../wire/cash-sale.js'
import { WireGoods } from '../wire/sales-order.js'
import type { Unread } from '../wire/unread.js'
import { unreadCashSaleLine } from '../wire/unread-cash-sale.js'
import { unreadLine } from '../wire/unread-order.js'
import { type Operations, operationsOn } from './operations.js'

/** A record type that sells something, as far as the mappings of its parts must know it. */
export interface SaleType {
  readonly record: 'salesOrder' | 'cashSale'
  readonly operations: Operations
  readonly goods: typeof WireGoods
  /** What a line of goods says beside what is read. */
  readonly unreadLine: Unread
}

/** Goods that are still to be sent. */
export const SALES_ORDER: SaleType = {
  record: 'salesOrder',
  operations: operationsOn('salesOrder'),
  goods: WireGoods,
  unreadLine,
}

/** Goods that were paid and handed over at once. */
export const CASH_SALE: SaleType = {
  record: 'cashSale',
  operations: operationsOn('cashSale'),
  goods: WireCashSaleGoods,
  unreadLine: unreadCashSaleLine,
}
