import { addDecimals, type Decimal, negateDecimal } from '@canonry/model'
import type { Account } from './account.js'
import { stockKey } from './stock.js'
import type { OrderBehind, StockLine } from './stock-transaction.js'
import {
  changeStock,
  deleteStock,
  editStock,
  enterStock,
  type StockEntry,
  stockTransaction,
} from './stock-transactions.js'

/** Pieces of an item, by its name, at a location, by its id. */
export interface NewStock {
  readonly item: string
  readonly location: string
  readonly quantity: Decimal
}

/** So many pieces of an item, by its name, that are part of what is made. */
export type Part = Pick<NewStock, 'item' | 'quantity'>

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
  /** Makes pieces of an assembly out of its parts, or, with `unbuild`, parts out of it. */
  build(assembly: NewStock, parts: readonly Part[], way?: 'build' | 'unbuild'): string
  /** Orders that pieces be made, which moves none. */
  orderWork(assembly: NewStock): string
  /**
   * Counts a location and approves what was counted: the count moves nothing, and where it differs an
   * adjustment is entered. Gives the id of the count.
   */
  count(counted: NewStock): string
  /** Moves pieces from bin to bin of a location. */
  moveBins(goods: NewStock): string
  /** Gives pieces at a location another status. */
  changeStatus(goods: NewStock): string
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
  const lineOf = (goods: NewStock, id?: string) => lineIn(account, goods, id)
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
    ...makingOf(account),
    ...indoorsOf(account),
    ...editsOf(account),
  }
}

function lineIn(account: Account, goods: NewStock, id = '1'): StockLine {
  const { location, quantity } = goods
  return { id, item: knownItem(account, goods), location, quantity }
}

/** What makes goods of others. */
function makingOf(account: Account): Pick<StockDesk, 'build' | 'orderWork'> {
  return {
    build: (assembly, parts, way = 'build') => {
      const isBuilt = way === 'build'
      const signed = (quantity: Decimal, comes: boolean) =>
        comes === isBuilt ? quantity : negateDecimal(quantity)
      const made = lineIn(account, { ...assembly, quantity: signed(assembly.quantity, true) }, '0')
      const used = parts.map(({ item, quantity }, index) => {
        const goods = { item, location: assembly.location, quantity: signed(quantity, false) }
        return lineIn(account, goods, `${index + 1}`)
      })
      const lines = [{ ...made, isMain: true as const }, ...used]
      return enterStock(account, { type: isBuilt ? 'Build' : 'Unbuild', lines })
    },
    orderWork: (assembly) => {
      const lines = [{ ...lineIn(account, assembly, '0'), isMain: true as const }]
      return enterStock(account, { type: 'WorkOrd', isPending: true, lines })
    },
  }
}

/** What leaves goods where they are, though not as they were. */
function indoorsOf(account: Account): Pick<StockDesk, 'count' | 'moveBins' | 'changeStatus'> {
  const bothLegs = (goods: NewStock): StockLine[] => [
    lineIn(account, { ...goods, quantity: negateDecimal(goods.quantity) }),
    lineIn(account, goods, '2'),
  ]
  return {
    count: (counted) => {
      const line = lineIn(account, counted)
      const id = enterStock(account, { type: 'InvCount', isPending: true, lines: [line] })
      const known = account.onHand.get(stockKey(line.item, line.location)) ?? '0'
      const quantity = addDecimals(counted.quantity, negateDecimal(known))
      if (quantity !== '0')
        enterStock(account, { type: 'InvAdjst', lines: [{ ...line, quantity }] })
      return id
    },
    moveBins: (goods) =>
      enterStock(account, { type: 'BinTrnfr', isPending: true, lines: bothLegs(goods) }),
    changeStatus: (goods) => enterStock(account, { type: 'StatChng', lines: bothLegs(goods) }),
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
