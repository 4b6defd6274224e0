import { negateDecimal, refKey, type StockMove, type StockNode } from '@canonry/model'
import { type Connection, defineFlow, type Flow } from '@canonry/sync'
import { type Amount, recordDifference } from './amounts.js'
import { flowName } from './flow-name.js'
import { openMap, type StockMap, type StockNames } from './stock-map.js'

/** Whose movements of goods the ledger is told. */
export interface MovesToLedger {
  readonly stock: StockMap
  readonly from: readonly Connection[]
  /**
   * Which of them move goods that nobody else tells of; default: all but sales and returns, which come
   * as tickets and orders. Pure.
   */
  readonly unless?: (move: StockMove) => boolean
}

/**
 * Tells the ledger of receipts, transfers, scrap and adjustments, as the system tells of them that
 * made them. Goods on their way in a shipment are expected at its destination. A move that was deleted
 * never happened: what it had moved is moved back, once.
 */
export function movesToLedger({
  stock,
  from,
  unless = ({ cause }) => cause.kind === 'sale' || cause.kind === 'return',
}: MovesToLedger): readonly Flow[] {
  const names = openMap(stock)
  const amountsOf = (move: StockMove) => (unless(move) ? [] : moved(move, names))
  return [
    defineFlow({
      name: flowName('moves', { from, to: stock.ledger }),
      on: 'stockMove',
      class: 'high',
      from,
      deletions: true,
      decide: ({ before, wasDeleted, deleted }, move) =>
        recordDifference(stock.ledger, {
          before: before && !wasDeleted ? amountsOf(before) : [],
          after: deleted ? [] : amountsOf(move),
          at: move.occurredAt,
          was: before?.occurredAt,
        }),
    }),
  ]
}

function moved(move: StockMove, names: StockNames): Amount[] {
  const item = names.itemOf(move)
  if (item === undefined) return []
  const { value, unit } = move.quantity
  return [
    { node: move.from, by: negateDecimal(value) },
    { node: move.to, by: value },
  ].flatMap(({ node, by }): Amount[] => {
    const at = whereOf(node, names)
    return at ? [{ item, unit, by, ...at }] : []
  })
}

function whereOf(
  node: StockNode,
  { placeOf }: StockNames,
): Pick<Amount, 'place' | 'what' | 'name'> | undefined {
  switch (node.kind) {
    case 'location':
      return { place: placeOf(node.location), what: 'move', name: [node.condition] }
    case 'transit':
      return { place: placeOf(node.to), what: 'incoming', name: [refKey(node.shipment)] }
    case 'outside':
      return undefined
    default:
      return node satisfies never
  }
}
