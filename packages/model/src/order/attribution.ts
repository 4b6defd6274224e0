import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'

const web = () => personalData(z.string(), 'pseudonymous').optional()

/** How the buyer came to the shop. Addresses may carry click ids, which point to a person. */
export const Attribution = lazyObject(() => ({
  source: z.string().optional().describe('Where the buyer came from: `google`, `newsletter`.'),
  medium: z.string().optional().describe('By which sort of way: `cpc`, `email`, `social`.'),
  campaign: z.string().optional().describe('The name of the campaign.'),
  term: z.string().optional().describe('The search word that was paid for.'),
  content: z.string().optional().describe('Which of several advertisements it was.'),
  landingPage: web().describe(
    'The first page of the visit, as an address; it may carry click ids, which point to a person.',
  ),
  referrer: web().describe(
    'The page that led to the shop, as an address; it may carry click ids, which point to a person.',
  ),
}))
export type Attribution = z.infer<typeof Attribution>
