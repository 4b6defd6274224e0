import { z } from 'zod'

/** What one assessor thinks of the risk of fraud; the source's opinion, never derived here. */
export const Risk = z.object({
  level: z.enum(['low', 'medium', 'high', 'unknown']),
  advice: z.enum(['accept', 'investigate', 'cancel', 'unknown']).optional(),
  /** Who says so. */
  source: z.string().optional(),
})
export type Risk = z.infer<typeof Risk>
