import { z } from 'zod'

/** Where an order was sold: the source's own code for it, and what sort of place that is. */
export const Channel = z.object({
  code: z.string(),
  kind: z.enum(['online', 'store', 'marketplace', 'social', 'manual', 'unknown']),
})
export type Channel = z.infer<typeof Channel>
