import { z } from 'zod'
import { Ref } from '../entity/ref.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { Quantity } from '../value/quantity.js'
import { Rate } from '../value/rate.js'

/** Who pays for a promotion, and which share of it: shares add up to 1. */
export const Funding = z.object({
  by: z.enum(['merchant', 'channel', 'vendor', 'unknown']),
  share: Rate,
})
export type Funding = z.infer<typeof Funding>

/** A rule by which customers pay less; what it took off an order is a discount of that order. */
export const Promotion = z.object({
  refs: z.array(Ref),
  title: z.string().optional(),
  /** What a customer enters; empty where it applies by itself. */
  codes: z.array(z.string().min(1)),
  kind: z.enum(['percent', 'fixed', 'fixed-price', 'buy-x-get-y', 'free-shipping', 'unknown']),
  /** What `percent` takes off, and `buy-x-get-y` off the goods that are got: a fraction. */
  rate: Rate.optional(),
  /** What `fixed` takes off, or what `fixed-price` makes of the price. */
  amount: Money.optional(),
  /** How much must be bought and how much is got for it. */
  buy: Quantity.optional(),
  get: Quantity.optional(),
  target: z.enum(['line', 'order', 'shipping', 'unknown']),
  /** Promotions with these targets may apply beside it. */
  combinesWith: z.array(z.enum(['line', 'order', 'shipping'])),
  /** What the order must come to before it applies. */
  minimumAmount: Money.optional(),
  minimumQuantity: Quantity.optional(),
  /** How often it may be used by all customers together; absent: without limit. */
  usageLimit: z.int().nonnegative().optional(),
  validFrom: Instant.optional(),
  /** The first moment at which it no longer holds. */
  validTo: Instant.optional(),
  funding: z.array(Funding),
  updatedAt: Instant.optional(),
})
export type Promotion = z.infer<typeof Promotion>
