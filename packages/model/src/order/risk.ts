import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'

/** What one assessor thinks of the risk of fraud; the source's opinion, never derived here. */
export const Risk = lazyObject(() => ({
  level: z
    .enum(['low', 'medium', 'high', 'unknown'])
    .describe('How likely the assessor thinks that it is fraud.'),
  advice: z
    .enum(['accept', 'investigate', 'cancel', 'unknown'])
    .optional()
    .describe('What the assessor says should be done with the order.'),
  source: z.string().optional().describe('Who assessed it: the shop itself, or a fraud service.'),
}))
export type Risk = z.infer<typeof Risk>
