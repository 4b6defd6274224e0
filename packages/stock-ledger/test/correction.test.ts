import { encode } from '@canonry/mapping'
import { checkStockMove, type StockMove } from '@canonry/model'
import { readDocument } from '@canonry/pack'
import { CORRECTION, stockLedger } from '@canonry/stock-ledger'
import { describe, expect, it } from 'vitest'

const resource = stockLedger.resources[CORRECTION]
const square = (kind: string, id: string) => ({ system: 'square', account: 'M1', kind, id })
const recorded = {
  id: 'store-1/MUG@square:M1@1764324000000',
  item: 'MUG',
  variant: square('ItemVariation', 'V1'),
  location: square('Location', 'L1'),
  unit: 'C62',
  by: '-7',
  at: '2025-11-28T12:00:00.000Z',
  reason: 'square M1 says 7 more than the ledger, known since 2025-11-28T10:00:00.000Z',
}

function read(correction: object) {
  if (!resource) throw new Error('the ledger reads no corrections')
  return readDocument(resource, JSON.stringify(correction), { account: 'main' })
}

describe('a correction', () => {
  it.each([
    ['-7', 'location', 'outside'],
    ['7', 'outside', 'location'],
  ])('of %s is a movement from %s to %s', (by, from, to) => {
    const move = read({ ...recorded, by })._unsafeUnwrap().parts[0]?.body as StockMove
    expect(move).toMatchObject({
      refs: [{ system: 'stock', account: 'main', kind: 'Correction', id: recorded.id }],
      sku: 'MUG',
      variant: recorded.variant,
      quantity: { value: '7', unit: 'C62' },
      from: { kind: from },
      to: { kind: to },
      occurredAt: recorded.at,
      reason: recorded.reason,
    })
    expect([move.from, move.to]).toContainEqual({
      kind: 'location',
      location: recorded.location,
      condition: 'sellable',
    })
    expect(checkStockMove(move)).toEqual([])
    const mapping = resource?.parts[0].mapping
    if (!mapping) throw new Error('a correction has a mapping')
    const written = encode(mapping, move, { context: { system: 'stock', account: 'main' } })
    expect(written._unsafeUnwrap()).toEqual({ ...recorded, by })
  })

  it.each([
    ['-2', 'sale', 'to'],
    ['2', 'return', 'from'],
  ] as const)('of %s that buyers have, or had, is a %s', (by, cause, end) => {
    const sent = { ...recorded, by, outside: 'customer' }
    const move = read(sent)._unsafeUnwrap().parts[0]?.body as StockMove
    expect(move.cause.kind).toBe(cause)
    expect(move[end]).toEqual({ kind: 'outside', place: 'customer' })
    const mapping = resource?.parts[0].mapping
    if (!mapping) throw new Error('a correction has a mapping')
    const written = encode(mapping, move, { context: { system: 'stock', account: 'main' } })
    expect(written._unsafeUnwrap()).toEqual(sent)
  })

  it('of nothing is none', () => {
    expect(read({ ...recorded, by: '0' }).isErr()).toBe(true)
  })
})
