import { JsonNumber } from '@canonry/mapping'
import { z } from 'zod'

/**
 * The level of an inventory item at a location, as GraphQL answers it, folded: its quantities stand by
 * their names.
 */
export const WireInventoryLevel = z.object({
  id: z.string(),
  updatedAt: z.string(),
  item: z.object({ id: z.string(), sku: z.string().nullish() }),
  location: z.object({ id: z.string() }),
  available: JsonNumber,
  committed: JsonNumber,
  on_hand: JsonNumber,
  quantities: z.unknown(),
})
