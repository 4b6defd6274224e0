// #region mapping
import {
  decimal,
  decode,
  encode,
  from,
  instant,
  mapping,
  maybe,
  table,
  text,
} from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
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

const receipt = mapping({
  system: 'till',
  entity: 'Receipt',
  wire: TillTicket,
  canonical: Receipt,
  map: ($) => ({
    number: from($.ticket_no, text),
    soldAt: from($.closed, instant),
    total: from($.sum, decimal),
    paidBy: from($.tender, table({ CASH: 'cash', CARD: 'card', CHIP: 'card' })),
    cashier: maybe($.operator, text),
  }),
})
// #endregion mapping

describe('the mapping in the README', () => {
  // #region use
  const ticket = {
    ticket_no: 'T-1',
    closed: '2026-11-24T10:15:00+01:00',
    sum: '19.90',
    tender: 'CHIP',
    operator: null,
    printer: 'front',
  }
  const { entity, residue } = decode(receipt, ticket, {})._unsafeUnwrap()
  // entity   { number: 'T-1', soldAt: '2026-11-24T10:15:00+01:00', total: '19.9', paidBy: 'card' }
  // residue  { '/tender': 'CHIP', '/operator': null, '/printer': 'front' }

  const back = encode(receipt, { ...entity, total: '20' }, { context: {}, residue })
  // the ticket again, with sum: '20', the tender still CHIP, and the printer that nobody asked for
  // #endregion use

  it('does what the README says', () => {
    const { ticket_no, closed, tender, operator } = ticket
    expect(entity).toEqual({ number: ticket_no, soldAt: closed, total: '19.9', paidBy: 'card' })
    expect(residue).toEqual({ '/tender': tender, '/operator': operator, '/printer': 'front' })
    expect(back._unsafeUnwrap()).toEqual({ ...ticket, sum: '20' })
  })
})
