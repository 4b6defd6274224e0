import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { refs, updatedAt } from '../entity/usual-fields.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { Quantity } from '../value/quantity.js'
import { Rate } from '../value/rate.js'

/** Who pays for a promotion, and which share of it: shares add up to 1. */
export const Funding = lazyObject(() => ({
  by: z
    .enum(['merchant', 'channel', 'vendor', 'unknown'])
    .describe('Who pays: the merchant, the marketplace, or the supplier of the goods.'),
  share: Rate.meta({
    description: 'The part that this one pays; the shares of a promotion add up to 1.',
    unit: 'fraction: 0.5 is one half',
  }),
}))
export type Funding = z.infer<typeof Funding>

/** A rule by which customers pay less; what it took off an order is a discount of that order. */
export const Promotion = lazyObject(() => ({
  refs,
  title: z.string().optional().describe('What the shop calls it.'),
  codes: z
    .array(z.string().min(1))
    .describe('What a customer enters to get it; empty where it applies by itself.'),
  kind: z
    .enum(['percent', 'fixed', 'fixed-price', 'buy-x-get-y', 'free-shipping', 'unknown'])
    .describe(
      '`fixed` takes money off the price, `fixed-price` replaces the price, `buy-x-get-y` gives goods for goods.',
    ),
  rate: Rate.optional().meta({
    description:
      'What `percent` takes off, and `buy-x-get-y` off the goods that are got (1 is free).',
    unit: 'fraction: 0.2 is 20 % off',
  }),
  amount: Money.optional().describe(
    'What `fixed` takes off, or what `fixed-price` makes of the price; positive.',
  ),
  buy: Quantity.optional().describe('How much must be bought, for `buy-x-get-y`.'),
  get: Quantity.optional().describe('How much is got for it, for `buy-x-get-y`.'),
  target: z
    .enum(['line', 'order', 'shipping', 'unknown'])
    .describe('What becomes cheaper: single lines, the whole order, or shipping.'),
  combinesWith: z
    .array(z.enum(['line', 'order', 'shipping']))
    .describe('Promotions with these targets may apply beside it.'),
  minimumAmount: Money.optional().describe('What the order must come to before it applies.'),
  minimumQuantity: Quantity.optional().describe('How much must be bought before it applies.'),
  usageLimit: z.int().nonnegative().optional().meta({
    description: 'How often it may be used by all customers together; absent: without limit.',
    unit: 'uses',
  }),
  validFrom: Instant.optional().describe('The first moment at which it holds; absent: always.'),
  validTo: Instant.optional().describe('The first moment at which it no longer holds.'),
  funding: z.array(Funding).meta({
    description: 'Who pays for it; empty where the source is silent, then mostly the merchant.',
    owner: 'erp',
  }),
  updatedAt,
})).meta({
  description:
    'A rule by which customers pay less; what it took off an order is a discount of that order.',
  owner: 'sales-channel',
})
export type Promotion = z.infer<typeof Promotion>
