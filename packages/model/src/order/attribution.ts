import { z } from 'zod'
import { personalData } from '../entity/personal-data.js'

const web = () => personalData(z.string(), 'pseudonymous').optional()

/** How the buyer came to the shop. Addresses may carry click ids, which point to a person. */
export const Attribution = z.object({
  source: z.string().optional(),
  medium: z.string().optional(),
  campaign: z.string().optional(),
  term: z.string().optional(),
  content: z.string().optional(),
  landingPage: web(),
  referrer: web(),
})
export type Attribution = z.infer<typeof Attribution>
