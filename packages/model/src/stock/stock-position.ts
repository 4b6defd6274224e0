import { z } from 'zod'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf } from '../entity/finding-if.js'
import { Ref } from '../entity/ref.js'
import { compareDecimals, Decimal, subtractDecimals, sumDecimals } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { Unit } from '../value/quantity.js'

/** Goods on their way to the place. */
export const IncomingStock = z.object({
  quantity: Decimal,
  shipment: Ref,
  expectedAt: Instant.optional(),
})
export type IncomingStock = z.infer<typeof IncomingStock>

/** What a system itself says it has, kept apart from what the moves come to. */
export const AssertedStock = z.object({
  system: z.string().min(1),
  account: z.string().min(1),
  /** Which of our numbers it speaks of. */
  counts: z.enum(['on-hand', 'available', 'unknown']),
  quantity: Decimal,
  at: Instant.optional(),
})
export type AssertedStock = z.infer<typeof AssertedStock>

/**
 * How much of a variant is at a place at a moment, derived from moves and reservations.
 *
 * All quantities are in `unit`. Promising never takes from quarantine, damaged or incoming goods.
 */
export const StockPosition = z.object({
  refs: z.array(Ref),
  variant: Ref,
  location: Ref,
  at: Instant,
  unit: Unit.default('C62'),
  sellable: Decimal,
  quarantine: Decimal,
  damaged: Decimal,
  /** Sellable, in quarantine and damaged together. */
  onHand: Decimal,
  /** What active reservations keep. */
  reserved: Decimal,
  /** What is never promised, against miscounts. */
  safety: Decimal,
  /** Available to promise: sellable − reserved − safety; below zero when too much was promised. */
  available: Decimal,
  incoming: z.array(IncomingStock),
  asserted: z.array(AssertedStock),
})
export type StockPosition = z.infer<typeof StockPosition>

/**
 * What does not hold in a stock position: sums that differ from their parts, less than nothing on
 * hand, more promised than there is, and systems that say something else.
 */
export function checkStockPosition(position: StockPosition): Finding[] {
  const { sellable, quarantine, damaged, onHand, reserved, safety, available } = position
  const all = sumDecimals([sellable, quarantine, damaged])
  const free = subtractDecimals(subtractDecimals(sellable, reserved), safety)
  return [
    ...checkRefs(position.refs),
    ...findingIf(onHand !== all, {
      code: 'on-hand-differs',
      path: '/onHand',
      message: `${onHand} are on hand, but the conditions add up to ${all}`,
    }),
    ...findingIf(available !== free, {
      code: 'available-differs',
      path: '/available',
      message: `${available} are available, but sellable less reserved and safety is ${free}`,
    }),
    ...Object.entries({ sellable, quarantine, damaged, reserved, safety }).flatMap(
      ([name, value]) =>
        findingIf(compareDecimals(value, '0') < 0, {
          code: 'negative-stock',
          path: `/${name}`,
          message: `${name} is ${value}: more left than came`,
        }),
    ),
    ...findingIf(compareDecimals(reserved, '0') > 0 && compareDecimals(reserved, sellable) > 0, {
      code: 'over-promised',
      path: '/reserved',
      message: `${reserved} are kept for someone of ${sellable} that can be sold`,
    }),
    ...checkAsserted(position),
  ]
}

function checkAsserted({ asserted, onHand, available }: StockPosition): Finding[] {
  return asserted.flatMap(({ system, account, counts, quantity }, index) => {
    const ours = counts === 'on-hand' ? onHand : available
    return findingIf(counts !== 'unknown' && quantity !== ours, {
      code: 'asserted-differs',
      path: `/asserted/${index}/quantity`,
      message: `${system} ${account} says ${quantity} where the movements come to ${ours}`,
    })
  })
}
