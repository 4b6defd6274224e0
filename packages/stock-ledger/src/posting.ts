import { Decimal, Instant, Unit } from '@canonry/model'
import { z } from 'zod'

/** How much of each condition comes to a place (above zero) or leaves it (below). */
const ByCondition = z.object({
  sellable: Decimal.optional(),
  quarantine: Decimal.optional(),
  damaged: Decimal.optional(),
})

const name = z.string().min(1)
const Channel = { system: name, account: name }
const Variant = z.object({ kind: name, id: name })

/**
 * One thing that a posting says of a position.
 *
 * `move`: goods came or left. `count`: somebody counted what lies there in one condition, and all
 * moves until then are in that number; with `unlessCounted` only where nobody has counted what can be
 * sold. `claim`: goods are promised to a buyer (above zero), or no
 * longer (below); `taken`: a channel sold them (above zero), or took that back. `hold` keeps goods for a while, and
 * `release` ends that. `incoming`: goods are on their way (above zero), from which place and expected
 * until when, where that is known, or on it no longer (below). `asserted`: a system's
 * own number, and the name that it has for what it counts; `withdrawn`: what it calls so is another
 * item now, and its number says nothing here any more.
 */
export const Entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move'), by: ByCondition }),
  z.object({
    kind: z.literal('count'),
    condition: z.enum(['sellable', 'quarantine', 'damaged']),
    quantity: Decimal,
    unlessCounted: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('claim'), key: name, by: Decimal }),
  z.object({ kind: z.literal('taken'), ...Channel, by: Decimal }),
  z.object({ kind: z.literal('hold'), key: name, quantity: Decimal, expiresAt: Instant }),
  z.object({ kind: z.literal('release'), key: name }),
  z.object({
    kind: z.literal('incoming'),
    shipment: name,
    by: Decimal,
    from: name.optional(),
    expectedAt: Instant.optional(),
  }),
  z.object({
    kind: z.literal('asserted'),
    ...Channel,
    counts: z.enum(['on-hand', 'available', 'unknown']),
    condition: z.enum(['sellable', 'quarantine', 'damaged']).optional(),
    quantity: Decimal,
    variant: Variant.optional(),
  }),
  z.object({ kind: z.literal('withdrawn'), ...Channel, variant: Variant }),
])
export type Entry = z.infer<typeof Entry>

/**
 * What is added to a position at once: all of its entries happened at `at`, and count in `unit`.
 *
 * Without entries it only says that it is that time: holds that have expired by then end. They do so
 * with a posting of holds as well, and with no other, since tills have clocks of their own.
 */
export const Posting = z.object({
  item: name,
  // `store/1` and `MUG` would be the position of `store` and `1/MUG`
  place: name.regex(/^[^/]*$/, 'a place is named without a slash'),
  unit: Unit.default('C62'),
  at: Instant,
  entries: z.array(Entry),
})
export type Posting = z.infer<typeof Posting>
