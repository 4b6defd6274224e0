import { decimal, from, instant, mapping, maybe, table, text } from '@canonry/mapping'
import { z } from 'zod'

const Receipt = z.object({
  number: z.string(),
  soldAt: z.string(),
  total: z.string(),
  paidBy: z.enum(['cash', 'card']),
  cashier: z.string().optional(),
})

const TillTicket = z.object({
  ticket_no: z.string(),
  closed: z.string(),
  sum: z.string(),
  tender: z.enum(['CASH', 'CARD', 'CHIP']),
  operator: z.string().nullable(),
})

export const receipt = mapping({
  system: 'till',
  entity: 'Receipt',
  wire: TillTicket,
  canonical: Receipt,
  map: ($) => ({
    number: from($.ticket_no, text),
    soldAt: from($.closed, instant),
    total: from($.sum, decimal),
    paidBy: from($.tender, table({ CASH: 'cash', CARD: 'card', CHIP: 'card' })),
    cashier: maybe($.operator, text, { write: 'setOperator' }),
  }),
})
