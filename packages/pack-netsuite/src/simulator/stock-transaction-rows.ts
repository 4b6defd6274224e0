import { type Account, nameOf } from './account.js'
import { stockTransactions } from './stock-transactions.js'

type Row = Readonly<Record<string, string | undefined>>

/** The rows of `transaction` that moved stock, and of the orders behind them. */
export function stockTransactionRows(account: Account): Row[] {
  const orders = new Map<string, Row>()
  const rows = stockTransactions(account).map((transaction) => {
    const { id, type, externalId, memo, destination, order, date } = transaction
    if (order) {
      const { id: orderId, type: orderType, destination: transferlocation } = order
      orders.set(orderId, { id: orderId, type: orderType, transferlocation, posting: 'F' })
    }
    return {
      id,
      type,
      externalid: externalId,
      memo,
      transferlocation: destination,
      posting: transaction.isPending ? 'F' : 'T',
      ...momentColumn('trandate', date),
      ...momentColumn('createddate', account.wallAt(transaction.createdAt)),
      ...momentColumn('lastmodifieddate', account.wallAt(transaction.modifiedAt)),
    }
  })
  return [...rows, ...orders.values()]
}

/** The rows of `deletedrecord`: what was deleted, and when; nothing of what it said. */
export function deletedRows(account: Account): Row[] {
  return account.deleted.map(({ id, type, at }) => ({
    recordid: id,
    type,
    iscustomrecord: 'F',
    iscustomlist: 'F',
    ...momentColumn('deleteddate', account.wallAt(at)),
  }))
}

/**
 * The rows of `transactionline` of what moved stock: the main line, which of a build is what was made,
 * and for each line its movement and the posting against it, which affects no inventory.
 */
export function stockLineRows(account: Account): Row[] {
  return stockTransactions(account).flatMap(({ id: transaction, order, lines, isPending }) => {
    const main = { transaction, id: '0', mainline: 'T', taxline: 'F', isinventoryaffecting: 'F' }
    const summary = lines.some(({ isMain }) => isMain) ? [] : [main]
    const moved = lines.map((line) => ({
      transaction,
      id: line.id,
      item: line.item,
      builtin_df_item: nameOf(account, 'item', line.item),
      itemtype: account.items.get(line.item)?.itemType,
      memo: line.memo,
      quantity: line.quantity,
      location: line.location,
      createdfrom: order?.id,
      mainline: line.isMain ? 'T' : 'F',
      taxline: 'F',
      isinventoryaffecting: isPending ? 'F' : 'T',
    }))
    const against = moved.map((row) => ({
      ...row,
      id: `${Number(row.id) + 1000}`,
      mainline: 'F',
      isinventoryaffecting: 'F',
    }))
    return [...summary, ...moved, ...against]
  })
}

/** A day or moment as SuiteQL shows it, in the account's own format, and beside it as TO_CHAR does. */
export function momentColumn(name: string, wall: string | undefined): Row {
  const [year, month, day] = wall?.slice(0, 10).split('-') ?? []
  if (day === undefined) return {}
  return { [name]: `${Number(month)}/${Number(day)}/${year}`, [`moment_${name}`]: wall }
}
