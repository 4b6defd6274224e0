import type { Decimal } from '@canonry/model'
import { referenceIdOf } from '../wire/json-object.js'
import { wireDecimal } from '../wire/wire-decimal.js'
import { type Account, nameOf } from './account.js'
import { stockKey } from './stock.js'
import type { Fields, StoredRecord } from './stored-record.js'

/** A line of a simulated sales order, money as decimal text. */
export interface SimulatedLine {
  readonly line: number
  readonly item: string
  readonly itemType: string
  readonly quantity?: Decimal
  readonly amount: Decimal
  readonly closed: boolean
  /** What the custom column holds that keeps the line's identity. */
  readonly key?: string
}

/** A simulated sale as the account's own books show it. */
export interface SimulatedSale {
  readonly id: string
  readonly externalId?: string
  readonly otherRefNum?: string
  readonly customer: string
  readonly currency: string
  readonly total: Decimal
  readonly taxTotal: Decimal
  readonly shippingCost: Decimal
  readonly lines: readonly SimulatedLine[]
  /** Writes after the first. */
  readonly updates: number
}

/** A simulated sales order as the account's own books show it. */
export interface SimulatedSalesOrder extends SimulatedSale {
  /** Whether every line is closed. */
  readonly closed: boolean
}

/** A simulated cash sale as the account's own books show it. */
export interface SimulatedCashSale extends SimulatedSale {
  readonly location: string
  /** The day that it is booked on, `2026-11-24`. */
  readonly date: string
  /** The account that the money went to; absent: undeposited funds. */
  readonly account?: string
}

/** A simulated cash refund as the account's own books show it; its total is what the buyer got. */
export interface SimulatedCashRefund extends SimulatedSale {
  readonly location: string
  /** The day that it is booked on, `2026-11-24`. */
  readonly date: string
  /** The cash sale that it was created from; absent: it stands alone. */
  readonly createdFrom?: string
}

/** A simulated inventory adjustment as the account's own books show it. */
export interface SimulatedAdjustment {
  readonly id: string
  readonly externalId?: string
  readonly account: string
  /** The day that it is booked on, `2026-11-24`. */
  readonly date: string
  readonly memo?: string
  readonly lines: readonly {
    readonly item: string
    readonly location: string
    /** Below zero where pieces were taken off. */
    readonly by: Decimal
  }[]
  /** Writes after the first. */
  readonly updates: number
}

/** A simulated customer as the account's own books show it. */
export interface SimulatedCustomer {
  readonly id: string
  readonly externalId?: string
  readonly name: string
  readonly email?: string
  readonly updates: number
}

/** The account's own books: read directly, without signing in. */
export interface Books {
  salesOrders(): readonly SimulatedSalesOrder[]
  /** How many sales orders there are, without looking at each. */
  salesOrderCount(): number
  cashSales(): readonly SimulatedCashSale[]
  cashRefunds(): readonly SimulatedCashRefund[]
  customers(): readonly SimulatedCustomer[]
  /** Inventory adjustments that were written through the API. */
  adjustments(): readonly SimulatedAdjustment[]
  /** Pieces of an item, by its name, on hand at a location, by its id. */
  onHand(place: { readonly item: string; readonly location: string }): Decimal
}

/** Opens the books of an account; entries are in the order of their creation. */
export function booksOf(account: Account): Books {
  const settled = () => {
    account.jobs.settle(account.now())
    return account
  }
  const all = (type: string): StoredRecord[] => [...(settled().records[type]?.values() ?? [])]
  return {
    salesOrders: () => all('salesOrder').map((record) => salesOrderOf(account, record)),
    salesOrderCount: () => settled().records['salesOrder']?.size() ?? 0,
    cashSales: () => all('cashSale').map((record) => cashSaleOf(account, record)),
    cashRefunds: () => all('cashRefund').map((record) => cashRefundOf(account, record)),
    adjustments: () => all('inventoryAdjustment').map((record) => adjustmentOf(account, record)),
    customers: () => all('customer').map((record) => customerOf(account, record)),
    onHand: ({ item, location }) => {
      const { onHand, items } = settled()
      const found = [...items.values()].find(({ itemId }) => itemId === item)
      return onHand.get(stockKey(found?.id ?? '', location)) ?? '0'
    },
  }
}

function salesOrderOf(account: Account, record: StoredRecord): SimulatedSalesOrder {
  const sale = saleOf(account, record)
  return { ...sale, closed: sale.lines.every(({ closed }) => closed) }
}

function cashSaleOf(account: Account, record: StoredRecord): SimulatedCashSale {
  const { fields } = record
  return {
    ...saleOf(account, record),
    location: referenceIdOf(fields['location']) ?? '',
    date: String(fields['tranDate']),
    ...optional('account', referenceIdOf(fields['account'])),
  }
}

function cashRefundOf(account: Account, record: StoredRecord): SimulatedCashRefund {
  const { fields } = record
  return {
    ...saleOf(account, record),
    location: referenceIdOf(fields['location']) ?? '',
    date: String(fields['tranDate']),
    ...optional('createdFrom', referenceIdOf(fields['createdFrom'])),
  }
}

function saleOf(account: Account, record: StoredRecord): SimulatedSale {
  const { fields } = record
  const lines = (record.sublists['item'] ?? []).map((line) => lineOf(account, line))
  const currency = referenceIdOf(fields['currency']) ?? ''
  return {
    id: record.id,
    ...optional('externalId', record.externalId),
    ...optional('otherRefNum', fields['otherRefNum']),
    customer: referenceIdOf(fields['entity']) ?? '',
    currency: nameOf(account, 'currency', currency) ?? currency,
    total: wireDecimal(fields['total']) ?? '0',
    taxTotal: wireDecimal(fields['taxTotal']) ?? '0',
    shippingCost: wireDecimal(fields['shippingCost']) ?? '0',
    lines,
    updates: record.updates,
  }
}

function lineOf(account: Account, line: Fields): SimulatedLine {
  const item = referenceIdOf(line['item']) ?? ''
  const quantity = wireDecimal(line['quantity'])
  return {
    line: Number(line['line']),
    item: nameOf(account, 'item', item) ?? item,
    itemType: referenceIdOf(line['itemType']) ?? '',
    ...(quantity === undefined ? {} : { quantity }),
    amount: wireDecimal(line['amount']) ?? '0',
    closed: line['isClosed'] === true,
    ...optional('key', line['custcol_canonry_line']),
  }
}

function adjustmentOf(account: Account, record: StoredRecord): SimulatedAdjustment {
  const { id, externalId, fields, sublists, updates } = record
  return {
    id,
    ...optional('externalId', externalId),
    account: referenceIdOf(fields['account']) ?? '',
    date: String(fields['tranDate']),
    ...optional('memo', fields['memo']),
    lines: (sublists['inventory'] ?? []).map((line) => ({
      item: nameOf(account, 'item', referenceIdOf(line['item']) ?? '') ?? '',
      location: referenceIdOf(line['location']) ?? '',
      by: wireDecimal(line['adjustQtyBy']) ?? '0',
    })),
    updates,
  }
}

function customerOf(account: Account, record: StoredRecord): SimulatedCustomer {
  return {
    id: record.id,
    ...optional('externalId', record.externalId),
    name: nameOf(account, 'customer', record.id) ?? '',
    ...optional('email', record.fields['email']),
    updates: record.updates,
  }
}

function optional<K extends string>(key: K, value: unknown): { readonly [P in K]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { readonly [P in K]?: string }
}
