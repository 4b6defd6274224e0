import { z } from 'zod'
import { Ref } from '../entity/ref.js'
import { LocalDate } from '../value/local-date.js'
import { Money } from '../value/money.js'

/** One posting; the amount is positive and the side says its direction. */
export const JournalLine = z.object({
  account: z.string(),
  side: z.enum(['debit', 'credit']),
  amount: Money,
  dimensions: z
    .object({
      location: Ref.optional(),
      channel: z.string().optional(),
      order: Ref.optional(),
    })
    .optional(),
})
export type JournalLine = z.infer<typeof JournalLine>

/** A booking that is derived from facts: its debits equal its credits in every currency. */
export const JournalEntry = z.object({
  refs: z.array(Ref),
  /** The same for the same facts, however often they are booked. */
  key: z.string(),
  date: LocalDate,
  lines: z.array(JournalLine),
  /** What it was made from. */
  evidence: z.array(Ref),
})
export type JournalEntry = z.infer<typeof JournalEntry>
