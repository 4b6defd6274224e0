import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'

/** In what condition goods lie at a place; only `sellable` ones are promised to anyone. */
export const StockCondition = z.enum(['sellable', 'quarantine', 'damaged'])
export type StockCondition = z.infer<typeof StockCondition>

/**
 * One side of a stock move: where goods come from or go to.
 *
 * Goods are at a location in a condition, on their way to one in a shipment, or outside of what is
 * counted. `count` is the counterpart of what a stock-take finds or misses.
 */
export const StockNode = z
  .discriminatedUnion('kind', [
    lazyObject(() => ({
      kind: z.literal('location').describe('Which sort of node it is.'),
      location: Ref.describe('At a location: the store or warehouse where the goods lie.'),
      condition: StockCondition.describe(
        'At a location: in what condition they lie there; only `sellable` ones are promised to anyone.',
      ),
    })),
    lazyObject(() => ({
      kind: z.literal('transit').describe('Which sort of node it is.'),
      shipment: Ref.describe('In transit: the shipment that the goods travel in.'),
      to: Ref.describe('In transit: the location that they travel to.'),
    })),
    lazyObject(() => ({
      kind: z.literal('outside').describe('Which sort of node it is.'),
      place: z
        .enum(['supplier', 'customer', 'production', 'scrap', 'count', 'unknown'])
        .describe(
          'Outside: where that is; `count` is the counterpart of what a stock-take finds or misses.',
        ),
    })),
  ])
  .describe(
    'One side of a stock move: goods at a location, on their way to one, or outside of what is counted.',
  )
export type StockNode = z.infer<typeof StockNode>

/** A node as one text, equal exactly for the same node. */
export function stockNodeKey(node: StockNode): string {
  if (node.kind === 'location') return `location:${refKey(node.location)}:${node.condition}`
  if (node.kind === 'transit') return `transit:${refKey(node.shipment)}:${refKey(node.to)}`
  return `outside:${node.place}`
}
