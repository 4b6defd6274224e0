import { decode, encode } from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { receipt } from './receipt.js'

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
  // residue  { kept: { tender: 'CHIP', operator: null }, carried: { printer: 'front' } }

  const back = encode(receipt, { ...entity, total: '20' }, { context: {}, residue })
  // the ticket again, with sum: '20', the tender still CHIP, and the printer that nobody asked for
  // #endregion use

  it('does what the README says', () => {
    const { ticket_no, closed, tender, operator } = ticket
    expect(entity).toEqual({ number: ticket_no, soldAt: closed, total: '19.9', paidBy: 'card' })
    expect(residue).toEqual({ kept: { tender, operator }, carried: { printer: 'front' } })
    expect(back._unsafeUnwrap()).toEqual({ ...ticket, sum: '20' })
  })
})
