import { type Decimal, negateDecimal } from '@canonry/model'
import type { Account } from './account.js'
import {
  changeStock,
  deleteStock,
  editStock,
  enterStock,
  type OrderBehind,
  type StockEntry,
  type StockLine,
  stockTransaction,
} from './stock-transactions.js'

/** Pieces of an item, by its name, at a location, by its id. */
export interface NewStock {
  readonly item: string
  readonly location: string
  readonly quantity: Decimal
}

/** Pieces of an item that go from one location to another. */
export interface NewTransfer {
  readonly item: string
  readonly from: string
  readonly to: string
  readonly quantity: Decimal
}

/** What people do in NetSuite itself: each posts a transaction, whose internal id is given back. */
export interface StockDesk {
  /** Receives goods of a purchase order: a line for each. */
  receive(...goods: readonly NewStock[]): string
  /** Moves goods from one location to another at once. */
  transfer(goods: NewTransfer): string
  /** Sends goods of a transfer order on their way. */
  send(goods: NewTransfer): string
  /** Receives what a fulfilment sent on its way. */
  arrive(fulfilment: string): string
  /** Ships goods of a sales order. */
  ship(goods: NewStock): string
  /** Adjusts what a location has by so many; below zero takes them off. */
  adjust(goods: NewStock): string
  /** Changes how many moved in one of these transactions. */
  editQuantity(transaction: string, quantity: Decimal): void
  /** Takes a line out of one of these transactions, as an edit does. */
  deleteLine(transaction: string, line: string): void
  /** Sets a fulfilment back to packed, so that its goods have not left; `false` ships it again. */
  unship(fulfilment: string, isPending?: boolean): void
  /** Deletes one of these transactions, or an adjustment that was written over REST. */
  deleteTransaction(transaction: string): void
}

/** The desk of an account; an item or location that the account does not have throws. */
export function stockDeskOf(account: Account): StockDesk {
  const enter = (entry: StockEntry) => enterStock(account, entry)
  const lineOf = (goods: NewStock, id = '1'): StockLine => {
    const { location, quantity } = goods
    return { id, item: knownItem(account, goods), location, quantity }
  }
  const leaving = ({ item, from, quantity }: NewTransfer) =>
    lineOf({ item, location: from, quantity: negateDecimal(quantity) })
  const arriving = ({ item, to, quantity }: NewTransfer, id: string) =>
    lineOf({ item, location: to, quantity }, id)
  const order = (type: string, destination?: string): OrderBehind => ({
    id: account.nextId(),
    type,
    ...(destination !== undefined && { destination }),
  })
  return {
    receive: (...goods) => {
      const lines = goods.map((each, index) => lineOf(each, `${index + 1}`))
      return enter({ type: 'ItemRcpt', order: order('PurchOrd'), lines })
    },
    transfer: (goods) => {
      const lines = [leaving(goods), arriving(goods, '2')]
      return enter({ type: 'InvTrnfr', destination: goods.to, lines })
    },
    send: (goods) =>
      enter({ type: 'ItemShip', order: order('TrnfrOrd', goods.to), lines: [leaving(goods)] }),
    arrive: (fulfilment) => {
      const { order: sent, lines } = stockTransaction(account, fulfilment)
      const location = sent?.destination
      if (!sent || location === undefined) throw new Error(`${fulfilment} sent nothing on its way`)
      const arrived = lines.map((line) => ({
        ...line,
        location,
        quantity: negateDecimal(line.quantity),
      }))
      return enter({ type: 'ItemRcpt', order: sent, lines: arrived })
    },
    ship: ({ quantity, ...goods }) => {
      const lines = [lineOf({ ...goods, quantity: negateDecimal(quantity) })]
      return enter({ type: 'ItemShip', order: order('SalesOrd'), lines })
    },
    adjust: (goods) => enter({ type: 'InvAdjst', lines: [lineOf(goods)] }),
    ...editsOf(account),
  }
}

type Edits = 'editQuantity' | 'deleteLine' | 'unship' | 'deleteTransaction'

function editsOf(account: Account): Pick<StockDesk, Edits> {
  return {
    editQuantity: (transaction, quantity) => editStock(account, transaction, quantity),
    deleteLine: (transaction, line) =>
      changeStock(account, transaction, ({ lines }) => ({
        lines: lines.filter(({ id }) => id !== line),
      })),
    unship: (fulfilment, isPending = true) =>
      changeStock(account, fulfilment, () => ({ isPending })),
    deleteTransaction: (transaction) => deleteStock(account, transaction),
  }
}

/** The internal id of an item, by its name. */
export function knownItem(
  account: Account,
  { item, location }: Pick<NewStock, 'item' | 'location'>,
): string {
  const found = [...account.items.values()].find(({ itemId }) => itemId === item)
  if (!found || !account.lists.location.has(location)) {
    throw new Error(`the account has no item "${item}" or no location ${location}`)
  }
  return found.id
}
