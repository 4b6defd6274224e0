import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { refs } from '../entity/usual-fields.js'
import { LocalDate } from '../value/local-date.js'
import { Money } from '../value/money.js'

/** One posting; the amount is positive and the side says its direction. */
export const JournalLine = lazyObject(() => ({
  account: z.string().describe("The account's name or number in the merchant's ledger."),
  side: z.enum(['debit', 'credit']).describe('The direction of the posting.'),
  amount: Money.describe('How much is posted; positive, for the direction is in `side`.'),
  dimensions: z
    .object({
      location: Ref.optional().describe('The store or warehouse that it is about.'),
      channel: z.string().optional().describe('The sales channel that it is about.'),
      order: Ref.optional().describe('The order that it is about.'),
    })
    .optional()
    .describe('What reports are cut by.'),
}))
export type JournalLine = z.infer<typeof JournalLine>

/** A booking that is derived from facts: its debits equal its credits in every currency. */
export const JournalEntry = lazyObject(() => ({
  refs,
  key: z.string().describe('The same for the same facts, however often they are booked.'),
  date: LocalDate.describe('The day on which it is booked.'),
  lines: z.array(JournalLine).describe('The postings.'),
  evidence: z.array(Ref).describe('The entries and payouts that it was made from.'),
})).meta({
  description:
    'A booking that is derived from facts: its debits equal its credits in every currency.',
  owner: 'canonry',
})
export type JournalEntry = z.infer<typeof JournalEntry>
