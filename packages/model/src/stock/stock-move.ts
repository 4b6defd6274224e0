import { z } from 'zod'
import { Ref } from '../entity/ref.js'
import { Instant } from '../value/instant.js'
import { LocalDate } from '../value/local-date.js'
import { Quantity } from '../value/quantity.js'
import { StockNode } from './stock-node.js'

/**
 * One movement of goods between two nodes: a row of the stock ledger, never changed afterwards.
 *
 * What was wrong is put right by a further move that names the first in `corrects`.
 */
export const StockMove = z.object({
  refs: z.array(Ref),
  /** The same movement has the same key, however often it is heard of: it counts once. */
  key: z.string().min(1),
  variant: Ref,
  lot: z.string().min(1).optional(),
  serials: z.array(z.string().min(1)).optional(),
  /** Above zero: the direction is in `from` and `to`. */
  quantity: Quantity,
  from: StockNode,
  to: StockNode,
  /** When the goods moved. */
  occurredAt: Instant,
  /** When it was written down, which may be much later. */
  recordedAt: Instant,
  /** The day on which the store books it. */
  businessDate: LocalDate.optional(),
  /** When goods that go into transit are expected to arrive. */
  expectedAt: Instant.optional(),
  /** What made the goods move: `sale`, `receipt`, `transfer`, `return`, `count`, `scrap`, … */
  cause: z.object({ kind: z.string().min(1), ref: Ref.optional() }),
  reason: z.string().optional(),
  /** The key of the move that this one takes back, whole or in part. */
  corrects: z.string().min(1).optional(),
})
export type StockMove = z.infer<typeof StockMove>

/** What a correction says that the corrected move cannot. */
export interface Correction {
  readonly key: string
  readonly recordedAt: Instant
  readonly reason: string
  /** How much was wrong; absent: all of it. */
  readonly quantity?: Quantity
}

/**
 * The move that takes another one back.
 *
 * It occurred when the wrong one is said to have, because those goods never moved; it is recorded
 * now. So the stock of that time, as known today, is right, and what was known then is kept.
 */
export function correctMove(wrong: StockMove, correction: Correction): StockMove {
  const { serials, expectedAt, ...move } = wrong
  const { key, recordedAt, reason, quantity = wrong.quantity } = correction
  return {
    ...move,
    ...(serials === undefined || correction.quantity !== undefined ? {} : { serials }),
    refs: [],
    key,
    quantity,
    from: wrong.to,
    to: wrong.from,
    recordedAt,
    reason,
    corrects: wrong.key,
  }
}
