import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { refs } from '../entity/usual-fields.js'
import { Instant } from '../value/instant.js'
import { LocalDate } from '../value/local-date.js'
import { Quantity } from '../value/quantity.js'
import { StockNode } from './stock-node.js'

/**
 * One movement of goods between two nodes: a row of the stock ledger, never changed afterwards.
 *
 * What was wrong is put right by a further move that names the first in `corrects`.
 */
export const StockMove = lazyObject(() => ({
  refs,
  key: z
    .string()
    .min(1)
    .describe('The same movement has the same key, however often it is heard of: it counts once.'),
  variant: Ref.describe('What moved.'),
  sku: z
    .string()
    .min(1)
    .optional()
    .describe("The merchant's article number of what moved, where the source names it."),
  lot: z.string().min(1).optional().describe('The batch, for goods that are tracked by lot.'),
  serials: z
    .array(z.string().min(1))
    .optional()
    .describe('Serial numbers of the pieces, for goods that are tracked one by one.'),
  quantity: Quantity.describe('How much moved. Above zero: the direction is in `from` and `to`.'),
  from: StockNode.describe('Where the goods come from.'),
  to: StockNode.describe('Where the goods go to.'),
  occurredAt: Instant.describe('When the goods moved.'),
  recordedAt: Instant.describe('When it was written down, which may be much later.'),
  businessDate: LocalDate.optional().describe('The day on which the store books it.'),
  expectedAt: Instant.optional().describe(
    'When goods that go into transit are expected to arrive.',
  ),
  cause: z
    .object({
      kind: z
        .string()
        .min(1)
        .describe('`sale`, `receipt`, `transfer`, `return`, `count`, `scrap`, or another word.'),
      ref: Ref.optional().describe('The order, delivery or count that it follows from.'),
    })
    .describe('What made the goods move.'),
  reason: z.string().optional().describe("Why, in people's words; a correction always says it."),
  corrects: z
    .string()
    .min(1)
    .optional()
    .describe('The key of the move that this one takes back, whole or in part.'),
})).meta({
  description:
    'One movement of goods between two nodes: a row of the stock ledger, in double entry, never changed afterwards.',
  owner: 'warehouse',
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
