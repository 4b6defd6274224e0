import {
  addDecimals,
  lifecycleOf,
  negateDecimal,
  type Order,
  type OrderLine,
  openUnits,
  refKey,
} from '@canonry/model'
import { type Connection, defineFlow, type Flow } from '@canonry/sync'
import { type Amount, recordDifference } from './amounts.js'
import { flowName } from './flow-name.js'
import { momentOf } from './moment-of-order.js'
import { openMap, type StockMap, type StockNames } from './stock-map.js'

/** Which shops' orders promise goods, and of which place. */
export interface OrdersToLedger {
  readonly stock: StockMap
  readonly from: readonly Connection[]
  /**
   * The place that a line is sent from: always the same, or by what the order says. Pure, and the same as long
   * as an order is open: a promise ends where it was made, so a new rule holds for orders placed since then.
   */
  readonly ships: string | ((order: Order, line: OrderLine) => string)
}

/**
 * Tells the ledger what shops promise and send.
 *
 * A line is a claim from the moment it is ordered until it is sent or cancelled; when it is sent, the
 * goods move: when the order was changed, or, where it is first heard of after it was closed, when it
 * was. What a shop sold is counted for it as well. An order that is deleted promises nothing any
 * more; gift cards and services never do.
 */
export function ordersToLedger({ stock, from, ships }: OrdersToLedger): readonly Flow[] {
  const names = openMap(stock)
  const placeOf = typeof ships === 'string' ? () => ships : ships
  const amountsOf = (order: Order, isThere: boolean) =>
    order.lines.flatMap((line) => amountsOfLine(line, { order, isThere, names, placeOf }))
  return [
    defineFlow({
      name: flowName('orders', { from, to: stock.ledger }),
      on: 'order',
      class: 'high',
      from,
      deletions: true,
      decide: (change, order) =>
        recordDifference(stock.ledger, {
          before: change.before ? amountsOf(change.before, change.wasDeleted !== true) : [],
          after: amountsOf(order, change.deleted !== true),
          at: momentOf(order, change.before),
        }),
    }),
  ]
}

interface Selling {
  readonly order: Order
  readonly isThere: boolean
  readonly names: StockNames
  readonly placeOf: (order: Order, line: OrderLine) => string
}

function amountsOfLine(line: OrderLine, { order, isThere, names, placeOf }: Selling): Amount[] {
  const item = line.giftCard || !line.requiresShipping ? undefined : names.itemOf(line)
  if (item === undefined || order.test) return []
  const { system, account } = line.ref
  const { fulfilled } = line.quantity
  const isPromised = isThere && ['placed', 'closed'].includes(lifecycleOf(order))
  const open = isPromised ? openUnits(line) : '0'
  const about = { item, place: placeOf(order, line), unit: line.unit ?? 'C62' }
  return [
    { ...about, what: 'claim', name: [refKey(line.ref)], by: open },
    { ...about, what: 'taken', name: [system, account], by: addDecimals(open, fulfilled) },
    { ...about, what: 'move', name: ['sellable'], by: negateDecimal(fulfilled) },
  ]
}
