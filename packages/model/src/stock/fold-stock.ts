import type { Finding } from '../entity/finding.js'
import { escapePointer } from '../entity/pointer.js'
import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import { canonicalText } from '../value/canonical-text.js'
import { addDecimals, negateDecimal } from '../value/decimal.js'
import { compareInstants, type Instant } from '../value/instant.js'
import type { Quantity } from '../value/quantity.js'
import type { StockMove } from './stock-move.js'
import { type StockNode, stockNodeKey } from './stock-node.js'

/** How much of a variant is at a node, below zero where more left than came. */
export interface StockBalance {
  readonly variant: Ref
  readonly node: StockNode
  readonly lot?: string
  readonly quantity: Quantity
}

/** Up to when moves count, on each of the two clocks; absent: without end. */
export interface StockClocks {
  readonly occurredBy?: Instant
  readonly recordedBy?: Instant
}

/** What stock moves come to; balances of zero are left out, the rest is in order of their keys. */
export interface StockLedger {
  readonly balances: readonly StockBalance[]
  readonly findings: readonly Finding[]
}

/**
 * Adds stock moves up: double entry, so all nodes of a variant sum to zero in every unit.
 *
 * A move counts once, however often it is given, and the order plays no part. Two different moves
 * under one key are a finding, and the same one of them counts whatever the order.
 */
export function foldStock(moves: readonly StockMove[], clocks: StockClocks = {}): StockLedger {
  const { distinct, findings } = distinctMoves(moves)
  const balances = new Map<string, StockBalance>()
  for (const move of distinct) {
    if (!counts(move, clocks)) continue
    book(balances, move, { node: move.from, value: negateDecimal(move.quantity.value) })
    book(balances, move, { node: move.to, value: move.quantity.value })
  }
  const kept = [...balances.entries()].filter(([, { quantity }]) => quantity.value !== '0')
  kept.sort(([a], [b]) => (a < b ? -1 : 1))
  return { balances: kept.map(([, balance]) => balance), findings }
}

/** Each move once, in order of their keys, and what is wrong with keys that two moves share. */
export function distinctMoves(moves: readonly StockMove[]): {
  readonly distinct: readonly StockMove[]
  readonly findings: readonly Finding[]
} {
  const byKey = new Map<string, StockMove>()
  const reused = new Set<string>()
  for (const move of moves) {
    const known = byKey.get(move.key)
    if (known === undefined) byKey.set(move.key, move)
    else if (known !== move) {
      if (contentOf(known) !== contentOf(move)) reused.add(move.key)
      if (canonicalText(move) < canonicalText(known)) byKey.set(move.key, move)
    }
  }
  const findings = [...reused].sort().map((key) => ({
    code: 'key-reused',
    path: `/${escapePointer(key)}`,
    message: `two different movements have the key ${key}, so only one of them counts`,
  }))
  const distinct = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  return { distinct, findings }
}

// hearing of a movement again may be written down at another time and under another name
function contentOf({ refs, recordedAt, ...content }: StockMove): string {
  return canonicalText(content)
}

function counts(move: StockMove, { occurredBy, recordedBy }: StockClocks): boolean {
  return (
    (occurredBy === undefined || compareInstants(move.occurredAt, occurredBy) <= 0) &&
    (recordedBy === undefined || compareInstants(move.recordedAt, recordedBy) <= 0)
  )
}

function book(
  balances: Map<string, StockBalance>,
  { variant, lot, quantity: { unit } }: StockMove,
  { node, value }: { readonly node: StockNode; readonly value: string },
): void {
  const key = JSON.stringify([refKey(variant), stockNodeKey(node), lot ?? '', unit])
  const before = balances.get(key)?.quantity.value ?? '0'
  const quantity = { value: addDecimals(before, value), unit }
  balances.set(
    key,
    lot === undefined ? { variant, node, quantity } : { variant, node, lot, quantity },
  )
}
