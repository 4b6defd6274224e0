import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf, findRepeated } from '../entity/finding-if.js'
import { refKey } from '../entity/ref-key.js'
import { compareDecimals, sumDecimals } from '../value/decimal.js'
import { compareInstants } from '../value/instant.js'
import { printQuantity } from '../value/quantity.js'
import type { StockMove } from './stock-move.js'
import { type StockNode, stockNodeKey } from './stock-node.js'

/**
 * What does not hold in one stock move: nothing moved, or not from one node to another, written
 * down before it happened, serial numbers that do not make up the quantity, a count without reason.
 */
export function checkStockMove(move: StockMove): Finding[] {
  const { quantity, from, to, occurredAt, recordedAt } = move
  return [
    ...checkRefs(move.refs),
    ...findingIf(compareDecimals(quantity.value, '0') <= 0, {
      code: 'not-positive',
      path: '/quantity/value',
      message: `${printQuantity(quantity)} moved; the direction belongs into from and to`,
    }),
    ...findingIf(stockNodeKey(from) === stockNodeKey(to), {
      code: 'goes-nowhere',
      path: '/to',
      message: 'the goods come from where they go to, so nothing moved',
    }),
    ...findingIf(compareInstants(recordedAt, occurredAt) < 0, {
      code: 'recorded-before-it-happened',
      path: '/recordedAt',
      message: `the movement of ${occurredAt} was written down before it happened, at ${recordedAt}`,
    }),
    ...findingIf(move.corrects === move.key, {
      code: 'corrects-itself',
      path: '/corrects',
      message: 'a movement cannot take itself back',
    }),
    ...findingIf((isCount(from) || isCount(to)) && !move.reason, {
      code: 'unexplained-count',
      path: '/reason',
      message: 'a stock-take changed the books and does not say why',
    }),
    ...checkSerials(move),
  ]
}

/**
 * What does not hold between stock moves: corrections of moves that are not there or of other
 * goods, and more taken back than moved. Paths begin with the index of the move.
 */
export function checkStockMoves(moves: readonly StockMove[]): Finding[] {
  const byKey = new Map(moves.map((move) => [move.key, move]))
  const corrections = new Map<string, StockMove[]>()
  for (const move of byKey.values()) {
    if (move.corrects === undefined) continue
    corrections.set(move.corrects, [...(corrections.get(move.corrects) ?? []), move])
  }
  return moves.flatMap((move, index) => [
    ...checkCorrection(move, index, byKey),
    ...checkCorrected(move, index, corrections.get(move.key) ?? []),
  ])
}

function isCount(node: StockNode): boolean {
  return node.kind === 'outside' && node.place === 'count'
}

function checkSerials({ serials, quantity }: StockMove): Finding[] {
  if (serials === undefined) return []
  return [
    ...findingIf(String(serials.length) !== quantity.value, {
      code: 'serials-differ',
      path: '/serials',
      message: `${serials.length} serial numbers stand for ${printQuantity(quantity)}`,
    }),
    ...findRepeated(serials, (_, index) => ({
      code: 'repeated-serial',
      path: `/serials/${index}`,
      message: 'this serial number moved twice at once',
    })),
  ]
}

function checkCorrection(
  move: StockMove,
  index: number,
  byKey: ReadonlyMap<string, StockMove>,
): Finding[] {
  if (move.corrects === undefined) return []
  const path = `/${index}/corrects`
  const wrong = byKey.get(move.corrects)
  if (wrong === undefined) {
    const message = `the movement ${move.corrects} that this one takes back is not there`
    return [{ code: 'corrects-nothing', path, message }]
  }
  const against =
    refKey(wrong.variant) === refKey(move.variant) &&
    stockNodeKey(wrong.from) === stockNodeKey(move.to) &&
    stockNodeKey(wrong.to) === stockNodeKey(move.from)
  return findingIf(!against, {
    code: 'corrects-something-else',
    path,
    message: `this is not the way back of the movement ${wrong.key}`,
  })
}

function checkCorrected(move: StockMove, index: number, all: readonly StockMove[]): Finding[] {
  const corrections = all.filter(({ quantity }) => quantity.unit === move.quantity.unit)
  const back = sumDecimals(corrections.map(({ quantity }) => quantity.value))
  return findingIf(compareDecimals(back, move.quantity.value) > 0, {
    code: 'over-corrected',
    path: `/${index}/quantity`,
    message: `${back} are taken back of ${printQuantity(move.quantity)} that moved`,
  })
}
