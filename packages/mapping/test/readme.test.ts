import {
  decode,
  encode,
  from,
  group,
  localInstant,
  mapping,
  minorUnits,
  moneyIn,
  needs,
  table,
} from '@canonry/mapping'
import { Money } from '@canonry/model'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
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

describe('what the README says to be handed down', () => {
  const WireSale = z.object({
    at: z.string(),
    cents: z.int(),
    currency: z.string(),
    kind: z.string(),
  })
  const Sale = z.object({
    soldAt: z.string(),
    total: Money,
    channel: z.object({ code: z.string(), kind: z.enum(['store', 'unknown']) }).optional(),
  })

  // #region handed
  const sale = mapping({
    system: 'kiosk',
    entity: 'Sale',
    wire: WireSale,
    canonical: Sale,
    needs: needs<{ readonly zone: string }>(),
    context: ($) => ({ currency: $.currency }),
    map: ($) => ({
      soldAt: from($.at, localInstant('dd.MM.yyyy HH:mm')),
      total: from($.cents, moneyIn(minorUnits())),
      channel: group(
        { kind: [$.kind, table({ SHOP: 'store' }, { unknown: 'unknown' })] },
        {
          doc: 'the sort of place; a kiosk has no other code',
          get: ({ kind }) => ({ code: 'kiosk', kind }),
          put: (channel) => ({ kind: channel?.kind }),
        },
      ),
    }),
  })
  const wire = { at: '24.11.2026 10:15', cents: 1990, currency: 'EUR', kind: 'SHOP' }
  const sold = decode(sale, wire, { zone: 'Europe/Berlin' })
  // soldAt '2026-11-24T10:15:00+01:00', total 19.9 EUR, channel { code: 'kiosk', kind: 'store' }
  // #endregion handed

  it('is read so, and written back', () => {
    const { entity, residue } = sold._unsafeUnwrap()
    expect(entity).toEqual({
      soldAt: '2026-11-24T10:15:00+01:00',
      total: { amount: '19.9', currency: 'EUR' },
      channel: { code: 'kiosk', kind: 'store' },
    })
    const context = { zone: 'Europe/Berlin' }
    expect(encode(sale, entity, { context, residue })._unsafeUnwrap()).toEqual(wire)
  })
})
