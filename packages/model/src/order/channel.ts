import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'

/** Where an order was sold: the source's own code for it, and what sort of place that is. */
export const Channel = lazyObject(() => ({
  code: z
    .string()
    .describe("The source's own code for where it was sold: `web`, `pos`, a marketplace's name."),
  kind: z
    .enum(['online', 'store', 'marketplace', 'social', 'manual', 'unknown'])
    .describe('What sort of place that is; `manual` was typed in by staff.'),
}))
export type Channel = z.infer<typeof Channel>
