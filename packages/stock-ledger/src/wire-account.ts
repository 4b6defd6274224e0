import { Ref } from '@canonry/model'
import { z } from 'zod'

const OfChannel = { system: z.string(), account: z.string(), quantity: z.string() }

/** A system's own number, in an account. */
export const WireAsserted = z.object({
  ...OfChannel,
  counts: z.enum(['on-hand', 'available', 'unknown']),
  condition: z.enum(['sellable', 'quarantine', 'damaged']).optional(),
  at: z.string(),
  variant: Ref.optional(),
  others: z.array(Ref).optional(),
  expected: z.string().optional(),
  difference: z.string().optional(),
  since: z.string().optional(),
})

/** What a channel took, in an account. */
export const WireTaken = z.object(OfChannel)

/** Goods on their way, in an account. */
export const WireIncoming = z.object({
  shipment: z.string(),
  quantity: z.string(),
  from: z.string().optional(),
  sent_at: z.string().optional(),
  expected_at: z.string().optional(),
})

/** An account as the mapping reads it. */
export const WireAccount = z.object({
  id: z.string(),
  item: z.string(),
  place: z.string(),
  unit: z.string(),
  at: z.string(),
  sellable: z.string(),
  quarantine: z.string(),
  damaged: z.string(),
  on_hand: z.string(),
  reserved: z.string(),
  available: z.string(),
  counted_at: z.string().optional(),
  incoming: z.array(WireIncoming),
  asserted: z.array(WireAsserted),
  taken: z.array(WireTaken),
  book: z.unknown(),
})
