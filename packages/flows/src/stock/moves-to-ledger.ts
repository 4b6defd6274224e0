import {
  instantMs,
  instantOf,
  negateDecimal,
  refKey,
  type StockMove,
  type StockNode,
} from '@canonry/model'
import { type Connection, defineFlow, durationMs, type Flow } from '@canonry/sync'
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
  /**
   * How long goods may be on the road before they are missed (`overdue-arrival`), where the system does not
   * say when it expects them; default `14d`. What is on the road already is missed when it was to be.
   */
  readonly arrivesWithin?: string
}

/**
 * Tells the ledger of receipts, transfers, scrap and adjustments, as the system tells of them that
 * made them. Goods on their way in a shipment are expected at its destination, and missed where they do
 * not arrive in time. A move that was deleted
 * never happened: what it had moved is moved back, once.
 */
export function movesToLedger({
  stock,
  from,
  unless = ({ cause }) => cause.kind === 'sale' || cause.kind === 'return',
  arrivesWithin = '14d',
}: MovesToLedger): readonly Flow[] {
  const reading = { names: openMap(stock), roadMs: durationMs(arrivesWithin) }
  const amountsOf = (move: StockMove) => (unless(move) ? [] : moved(move, reading))
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

interface Reading {
  readonly names: StockNames
  readonly roadMs: number
}

function moved(move: StockMove, reading: Reading): Amount[] {
  const item = reading.names.itemOf(move)
  if (item === undefined) return []
  const { value, unit } = move.quantity
  return [
    { node: move.from, by: negateDecimal(value) },
    { node: move.to, by: value },
  ].flatMap(({ node, by }): Amount[] => {
    const at = whereOf(node, { move, ...reading })
    return at ? [{ item, unit, by, ...at }] : []
  })
}

function whereOf(
  node: StockNode,
  { move, names: { placeOf }, roadMs }: Reading & { readonly move: StockMove },
): Pick<Amount, 'place' | 'what' | 'name' | 'sent'> | undefined {
  switch (node.kind) {
    case 'location':
      return { place: placeOf(node.location), what: 'move', name: [node.condition] }
    case 'transit': {
      const { from, occurredAt } = move
      const { expectedAt = instantOf(instantMs(occurredAt) + roadMs) } = move
      const left = from.kind === 'location' ? { from: placeOf(from.location) } : {}
      const about = { place: placeOf(node.to), what: 'incoming' } as const
      return { ...about, name: [refKey(node.shipment)], sent: { ...left, expectedAt } }
    }
    case 'outside':
      return undefined
    default:
      return node satisfies never
  }
}
