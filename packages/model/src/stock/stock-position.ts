import { z } from 'zod'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf } from '../entity/finding-if.js'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { refs } from '../entity/usual-fields.js'
import {
  compareDecimals,
  Decimal,
  negateDecimal,
  subtractDecimals,
  sumDecimals,
} from '../value/decimal.js'
import { compareInstants, Instant } from '../value/instant.js'
import { Unit } from '../value/quantity.js'
import { StockCondition } from './stock-node.js'

/** Goods on their way to the place. */
export const IncomingStock = lazyObject(() => ({
  quantity: Decimal.meta({ description: 'How much is on its way.', unit: "the position's unit" }),
  shipment: Ref.describe('The shipment that it travels in.'),
  from: Ref.optional().describe('Where what was sent first of it comes from.'),
  sentAt: Instant.optional().describe('When what was sent first of it was sent.'),
  expectedAt: Instant.optional().describe('When it is expected to arrive.'),
}))
export type IncomingStock = z.infer<typeof IncomingStock>

/** What a system itself says it has, kept apart from what the moves come to. */
export const AssertedStock = lazyObject(() => ({
  system: z.string().min(1).describe('The kind of system that says it: `shopify`.'),
  account: z.string().min(1).describe('The shop, seller or realm at that system.'),
  counts: z
    .enum(['on-hand', 'available', 'unknown'])
    .describe("Which of this position's numbers it speaks of."),
  condition: StockCondition.optional().describe(
    'Present where it counts only what is on hand in this condition.',
  ),
  quantity: Decimal.meta({
    description: 'What the system says it has.',
    unit: "the position's unit",
  }),
  at: Instant.optional().describe('When the system said so.'),
  variant: Ref.optional().describe('What the system calls what is counted.'),
  others: z
    .array(Ref)
    .optional()
    .describe(
      'What else the system calls by the same SKU: then its number is not that of the item alone.',
    ),
  expected: Decimal.optional().meta({
    description:
      'What the movements until `at` come to, whenever they were heard of; absent where nobody knows.',
    unit: "the position's unit",
  }),
  difference: Decimal.optional().meta({
    description:
      'How much more than `expected` it is known to say, whatever is on its way; below zero: less.',
    unit: "the position's unit",
  }),
  since: Instant.optional().describe('Since when `difference` is known.'),
}))
export type AssertedStock = z.infer<typeof AssertedStock>

/** How much a channel has sold of what is at the place. */
export const TakenStock = lazyObject(() => ({
  system: z.string().min(1).describe('The kind of system that sold it: `shopify`.'),
  account: z.string().min(1).describe('The shop, seller or realm at that system.'),
  quantity: Decimal.meta({
    description:
      'Everything that it ever promised to buyers, less what was cancelled before it went.',
    unit: "the position's unit",
  }),
}))
export type TakenStock = z.infer<typeof TakenStock>

/**
 * How much of a variant is at a place at a moment, derived from moves and reservations.
 *
 * All quantities are in `unit`. Promising never takes from quarantine, damaged or incoming goods.
 */
export const StockPosition = lazyObject(() => ({
  refs,
  variant: Ref.describe('What is counted.'),
  sku: z
    .string()
    .min(1)
    .optional()
    .describe("The merchant's article number of what is counted, where the source names it."),
  location: Ref.describe('Where it is counted.'),
  at: Instant.describe('The moment that the numbers are about.'),
  unit: Unit.default('C62').describe(
    'What all numbers of this position count (UN/CEFACT Rec 20); C62 for pieces.',
  ),
  sellable: Decimal.meta({
    description: 'On the shelf, and fit to be sold.',
    unit: 'the `unit`',
  }),
  quarantine: Decimal.meta({
    description: 'Waiting for inspection or release.',
    unit: 'the `unit`',
  }),
  damaged: Decimal.meta({ description: 'Not fit to be sold.', unit: 'the `unit`' }),
  onHand: Decimal.meta({ description: 'Sellable + quarantine + damaged.', unit: 'the `unit`' }),
  reserved: Decimal.meta({ description: 'What active reservations keep.', unit: 'the `unit`' }),
  safety: Decimal.meta({
    description: 'What is never promised, as a cushion against miscounts.',
    unit: 'the `unit`',
    owner: 'erp',
  }),
  available: Decimal.meta({
    description:
      'Available to promise: sellable − reserved − safety. Below zero when too much was promised.',
    unit: 'the `unit`',
  }),
  incoming: z
    .array(IncomingStock)
    .describe('Goods on their way to the place; never part of what is available.'),
  asserted: z.array(AssertedStock).meta({
    description: 'What systems themselves say they have, kept apart from what the moves come to.',
    owner: 'warehouse',
  }),
  countedAt: Instant.optional().describe('When somebody last counted it; absent: never.'),
  taken: TakenStock.array().optional().describe('What each channel has sold from here in all.'),
})).meta({
  description:
    'How much of a variant is at a place at a moment, and how much of it may be promised: derived from moves and reservations.',
  owner: 'canonry',
})
export type StockPosition = z.infer<typeof StockPosition>

/**
 * What does not hold in a stock position: sums that differ from their parts, less than nothing on
 * hand, more promised than there is, systems that say something else, SKUs that several things have, and
 * goods that have not arrived by the moment at which they were expected.
 *
 * A number of what lies there is compared with what lay there when it was said, and differs once that
 * is known not to be on its way (`difference`).
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
    ...NEVER_NEGATIVE.map((name) => ({ name, value: position[name] }))
      .filter(({ value }) => compareDecimals(value, '0') < 0)
      .map(({ name, value }) => ({
        code: 'negative-stock',
        path: `/${name}`,
        message: `${name} is ${value}: more left than came`,
      })),
    ...findingIf(compareDecimals(reserved, '0') > 0 && compareDecimals(reserved, sellable) > 0, {
      code: 'over-promised',
      path: '/reserved',
      message: `${reserved} are kept for someone of ${sellable} that can be sold`,
    }),
    ...checkAsserted(position),
    ...checkNames(position),
    ...checkIncoming(position),
  ]
}

const NEVER_NEGATIVE = ['sellable', 'quarantine', 'damaged', 'reserved', 'safety'] as const

function checkAsserted(position: StockPosition): Finding[] {
  return position.asserted.flatMap((said, index) => {
    const { system, account, quantity, at, expected, difference, since } = said
    const ours = comparableWith(said, position)
    const isKnown = expected === undefined || difference !== undefined
    return findingIf(ours !== undefined && isKnown && quantity !== ours, {
      code: 'asserted-differs',
      path: `/asserted/${index}/quantity`,
      message:
        difference === undefined
          ? `${system} ${account} says ${quantity} where the movements come to ${ours}`
          : `${system} ${account} said ${quantity} at ${at} where the movements came to ${ours}: ${inWords(difference)}, known since ${since}`,
    })
  })
}

/** Several things of one system that have one SKU: nobody can say which of them is meant. */
function checkNames({ asserted }: StockPosition): Finding[] {
  return asserted.flatMap(({ system, account, variant, others = [] }, index) => {
    const all = [...(variant ? [variant] : []), ...others]
    return findingIf(others.length > 0, {
      code: 'sku-of-several',
      path: `/asserted/${index}/others`,
      message: `${system} ${account} has ${all.length} things of this SKU (${all.map(({ kind, id }) => `${kind} ${id}`).join(', ')}), so its number is compared with nothing: give each an SKU of its own`,
    })
  })
}

function checkIncoming({ at, incoming }: StockPosition): Finding[] {
  return incoming.flatMap(({ quantity, shipment, from, sentAt, expectedAt }, index) => {
    const isDue = expectedAt !== undefined && compareInstants(at, expectedAt) >= 0
    const sent = [from && ` from ${from.id}`, sentAt && ` at ${sentAt}`].filter(Boolean).join('')
    return findingIf(isDue && compareDecimals(quantity, '0') > 0, {
      code: 'overdue-arrival',
      path: `/incoming/${index}/expectedAt`,
      message: `${quantity} were expected by ${expectedAt} and are not here: sent${sent} with ${shipment.id}`,
    })
  })
}

function inWords(difference: Decimal): string {
  return difference.startsWith('-')
    ? `${negateDecimal(difference)} too few`
    : `${difference} too many`
}

/** Which number of the position a system's can be compared with; none where it is of another moment, or of more. */
function comparableWith(
  { counts, condition, at, expected, others }: AssertedStock,
  position: StockPosition,
): Decimal | undefined {
  if (counts === 'unknown' || others !== undefined) return undefined
  if (counts === 'available') return position.available
  if (expected !== undefined) return expected
  if (at !== undefined && at !== position.at) return undefined
  return condition === undefined ? position.onHand : position[condition]
}
