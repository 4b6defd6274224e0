import {
  addDecimals,
  checkReservation,
  checkStockMove,
  checkStockMoves,
  checkStockPosition,
  correctMove,
  type Finding,
  foldStock,
  nextReservationState,
  pieces,
  RESERVATION_EVENTS,
  Reservation,
  ReservationState,
  refKey,
  reservationMachine,
  reservationStateAt,
  StockMove,
  type StockNode,
  StockPosition,
  stockNodeKey,
  stockPosition,
} from '@canonry/model'
import {
  arbitraryInstant,
  arbitraryReservation,
  arbitraryStockMove,
  arbitraryStockMoves,
  arbitraryStockPosition,
} from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const ref = (kind: string, id = '1') => ({ system: 'erp', account: 'acme', kind, id })
const at = (condition: 'sellable' | 'quarantine' | 'damaged', id = '1'): StockNode => ({
  kind: 'location',
  location: ref('Location', id),
  condition,
})
const outside = (place: 'supplier' | 'customer' | 'count' | 'scrap'): StockNode => ({
  kind: 'outside',
  place,
})
const transit: StockNode = { kind: 'transit', shipment: ref('Shipment'), to: ref('Location') }
const move: StockMove = {
  refs: [],
  key: 'receipt-1',
  variant: ref('Variant'),
  quantity: pieces(30),
  from: outside('supplier'),
  to: at('sellable'),
  occurredAt: '2026-03-01T10:00:00Z',
  recordedAt: '2026-03-01T10:05:00Z',
  cause: { kind: 'receipt' },
}
const sale = (key: string, count: number, more: Partial<StockMove> = {}): StockMove => ({
  ...move,
  key,
  quantity: pieces(count),
  from: at('sellable'),
  to: outside('customer'),
  occurredAt: '2026-03-02T10:00:00Z',
  recordedAt: '2026-03-02T10:00:00Z',
  cause: { kind: 'sale' },
  ...more,
})
const question = { variant: ref('Variant'), location: ref('Location'), at: '2026-03-10T00:00:00Z' }
const codes = (findings: readonly Finding[]) => findings.map(({ code, path }) => `${code} ${path}`)

describe('stock move', () => {
  it('keeps every invariant when it is made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitraryStockMove, (made) => {
        expect(StockMove.safeParse(made).error).toBeUndefined()
        expect(checkStockMove(made)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps every invariant of a ledger when the ledger is made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitraryStockMoves, (made) => {
        expect(made.flatMap(checkStockMove)).toEqual([])
        expect(checkStockMoves(made)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, Partial<StockMove>]>([
    ['not-positive /quantity/value', { quantity: pieces(0) }],
    ['goes-nowhere /to', { to: outside('supplier') }],
    ['recorded-before-it-happened /recordedAt', { recordedAt: '2026-03-01T10:59:59+01:00' }],
    ['corrects-itself /corrects', { corrects: 'receipt-1' }],
    ['unexplained-count /reason', { from: outside('count') }],
    ['serials-differ /serials', { serials: ['a'] }],
    ['repeated-serial /serials/1', { quantity: pieces(2), serials: ['a', 'a'] }],
    ['duplicate-ref /refs/1', { refs: [ref('StockMove'), ref('StockMove')] }],
  ])('is found with %s', (expected, change) => {
    expect(codes(checkStockMove({ ...move, ...change }))).toEqual([expected])
  })

  it('is taken back by a move the other way, at the time it was said to have happened', () => {
    const back = correctMove(move, {
      key: 'c',
      recordedAt: '2026-03-05T00:00:00Z',
      reason: 'wrong shop',
    })
    expect(back).toMatchObject({ corrects: 'receipt-1', from: move.to, to: move.from })
    expect(back.occurredAt).toBe(move.occurredAt)
    expect(foldStock([move, back]).balances).toEqual([])
    const known = foldStock([move, back], { recordedBy: '2026-03-04T00:00:00Z' })
    expect(known.balances).toHaveLength(2)
  })

  it('is found to correct nothing, something else, or too much', () => {
    const correction = { recordedAt: '2026-03-05T00:00:00Z', reason: 'mistyped' }
    const back = correctMove(move, { key: 'c', ...correction })
    expect(codes(checkStockMoves([back]))).toEqual(['corrects-nothing /0/corrects'])
    expect(codes(checkStockMoves([move, { ...back, from: move.from }]))).toEqual([
      'corrects-something-else /1/corrects',
    ])
    const again = correctMove(move, { key: 'd', ...correction, quantity: pieces(1) })
    expect(codes(checkStockMoves([move, back, again]))).toEqual(['over-corrected /0/quantity'])
    expect(checkStockMoves([move, again])).toEqual([])
  })
})

describe('foldStock', () => {
  it('sums all nodes of a variant to zero in every unit', () => {
    fc.assert(
      fc.property(arbitraryStockMoves, arbitraryInstant, (moves, moment) => {
        const sums = new Map<string, string>()
        for (const { variant, quantity } of foldStock(moves, { occurredBy: moment }).balances) {
          const key = `${refKey(variant)} ${quantity.unit}`
          sums.set(key, addDecimals(sums.get(key) ?? '0', quantity.value))
        }
        expect([...sums.values()].filter((sum) => sum !== '0')).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  it('gives the same whatever the order, and however often a move is heard of', () => {
    const twice = arbitraryStockMoves.chain((moves) =>
      fc.tuple(
        fc.constant(moves),
        fc.shuffledSubarray([...moves, ...moves.map((again) => structuredClone(again))], {
          minLength: moves.length * 2,
        }),
      ),
    )
    fc.assert(
      fc.property(twice, ([moves, repeated]) => {
        expect(foldStock(repeated)).toEqual(foldStock(moves))
      }),
      { numRuns: 2000 },
    )
  })

  it('counts one of two different moves under one key, the same in any order, and says so', () => {
    const other = { ...move, quantity: pieces(31) }
    const ledger = foldStock([move, other])
    expect(foldStock([other, move])).toEqual(ledger)
    expect(codes(ledger.findings)).toEqual(['key-reused /receipt-1'])
    const heardLater = { ...move, recordedAt: '2026-03-07T00:00:00Z' }
    expect(foldStock([heardLater, move]).findings).toEqual([])
  })

  it('lists balances in order of variant, node, lot and unit', () => {
    const lots = ['L2', 'L1'].map((lot) => ({ ...move, key: `${lot}/in`, lot }))
    const moves = [sale('z', 1, { to: at('damaged') }), ...lots, move]
    const names = foldStock(moves).balances.map(
      ({ node, lot }) => `${stockNodeKey(node)} ${lot ?? ''}`,
    )
    expect(names).toEqual(names.toSorted())
    expect(names).toHaveLength(7)
  })

  it('counts what occurred and what was known on clocks of their own', () => {
    const late = sale('late', 3, { recordedAt: '2026-03-09T00:00:00Z' })
    const sellable = (clocks: Parameters<typeof foldStock>[1]) =>
      foldStock([move, late], clocks).balances.find(
        ({ node }) => stockNodeKey(node) === stockNodeKey(at('sellable')),
      )?.quantity.value
    expect(sellable({ occurredBy: '2026-03-03T00:00:00Z' })).toBe('27')
    expect(sellable({ recordedBy: '2026-03-03T00:00:00Z' })).toBe('30')
    expect(sellable({ occurredBy: '2026-03-01T12:00:00+01:00' })).toBe('30')
    expect(sellable({ occurredBy: '2026-03-01T10:00:00+01:00' })).toBeUndefined()
  })

  it('moves stock only when goods move: a refund is none, and each return goes where it is put', () => {
    const back = sale('back', 15, { from: outside('customer'), to: at('quarantine') })
    const { position } = stockPosition([move, sale('out', 15), back], [], question)
    expect(position).toMatchObject({
      sellable: '15',
      quarantine: '15',
      onHand: '30',
      available: '15',
    })
  })
})

describe('reservation', () => {
  const reservation: Reservation = {
    refs: [],
    key: 'r1',
    variant: ref('Variant'),
    location: ref('Location'),
    quantity: pieces(5),
    owner: { kind: 'cart' },
    state: 'active',
    createdAt: '2026-03-02T00:00:00Z',
  }
  const ended = '2026-03-03T00:00:00Z'

  it('keeps every invariant when it is made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitraryReservation, (made) => {
        expect(Reservation.safeParse(made).error).toBeUndefined()
        expect(checkReservation(made)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, Partial<Reservation>]>([
    ['not-positive /quantity/value', { quantity: pieces(-1) }],
    ['never-valid /expiresAt', { expiresAt: '2026-03-01T00:00:00Z' }],
    ['end-differs /endedAt', { endedAt: ended }],
    ['end-differs /endedAt', { state: 'consumed' }],
    ['ended-before-it-began /endedAt', { state: 'consumed', endedAt: '2026-03-01T00:00:00Z' }],
    ['expired-without-expiry /expiresAt', { state: 'expired', endedAt: ended }],
  ])('is found with %s', (expected, change) => {
    expect(codes(checkReservation({ ...reservation, ...change }))).toEqual([expected])
  })

  it('leaves its active state once, and what has ended stays ended', () => {
    for (const event of RESERVATION_EVENTS) {
      const end = nextReservationState('active', event)._unsafeUnwrap()
      expect(end).not.toBe('active')
      for (const again of RESERVATION_EVENTS) {
        expect(nextReservationState(end, again)._unsafeUnwrapErr().kind).toBe('illegal-event')
      }
    }
    expect(reservationMachine.states).toEqual(ReservationState.options)
  })

  it('expires by itself, and was active before it ended', () => {
    const limited = { ...reservation, expiresAt: '2026-03-04T00:00:00Z' }
    expect(reservationStateAt(limited, '2026-03-03T23:59:59Z')).toBe('active')
    expect(reservationStateAt(limited, '2026-03-04T00:00:00Z')).toBe('expired')
    const released = { ...limited, state: 'released' as const, endedAt: ended }
    expect(reservationStateAt(released, '2026-03-02T12:00:00Z')).toBe('active')
    expect(reservationStateAt(released, ended)).toBe('released')
  })

  it('keeps goods while it is active, once, at its own place', () => {
    const reserved = (reservations: Reservation[]) =>
      stockPosition([move], reservations, { ...question, safety: '2' }).position
    expect(reserved([reservation, reservation])).toMatchObject({ reserved: '5', available: '23' })
    const done = { ...reservation, state: 'consumed' as const, endedAt: ended }
    expect(reserved([reservation, done]).reserved).toBe('0')
    expect(reserved([done, reservation]).reserved).toBe('0')
    const later = { ...done, createdAt: '2026-03-02T06:00:00Z' }
    expect(reserved([reservation, later]).reserved).toBe('0')
    expect(reserved([later, reservation]).reserved).toBe('0')
    expect(reserved([{ ...reservation, location: ref('Location', '2') }]).reserved).toBe('0')
    expect(reserved([{ ...reservation, createdAt: '2026-03-11T00:00:00Z' }]).reserved).toBe('0')
  })
})

describe('stock position', () => {
  it('keeps every invariant when it is made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitraryStockPosition, (made) => {
        expect(StockPosition.safeParse(made).error).toBeUndefined()
        expect(checkStockPosition(made)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('adds up whatever the moves and reservations are, in any order', () => {
    const input = fc.tuple(
      arbitraryStockMoves,
      fc.array(arbitraryReservation, { maxLength: 8 }),
      arbitraryInstant,
    )
    fc.assert(
      fc.property(input, ([moves, reservations, moment]) => {
        const asked = { ...question, at: moment, unit: 'KGM', safety: '1' }
        const { position } = stockPosition(moves, reservations, asked)
        const sums = ['on-hand-differs', 'available-differs', 'asserted-differs']
        expect(checkStockPosition(position).filter(({ code }) => sums.includes(code))).toEqual([])
        const reversed = stockPosition(moves.toReversed(), reservations.toReversed(), asked)
        expect(reversed.position).toEqual(position)
      }),
      { numRuns: 1000 },
    )
  })

  it('knows what is on its way, until when, and does not promise it', () => {
    const sent = sale('t1', 12, {
      from: outside('supplier'),
      to: transit,
      expectedAt: '2026-03-20T00:00:00Z',
    })
    const part = sale('t2', 4, { from: transit, to: at('sellable') })
    const { position } = stockPosition([sent, part], [], question)
    expect(position).toMatchObject({ sellable: '4', available: '4', onHand: '4' })
    expect(position.incoming).toEqual([
      { quantity: '8', shipment: ref('Shipment'), expectedAt: '2026-03-20T00:00:00Z' },
    ])
  })

  it('answers in the unit asked for and says what it cannot express in it', () => {
    const grams = { ...move, quantity: { value: '1500', unit: 'GRM' } }
    const { position, findings } = stockPosition([grams], [], { ...question, unit: 'KGM' })
    expect(position.sellable).toBe('1.5')
    expect(findings).toEqual([])
    expect(codes(stockPosition([grams], [], question).findings)).toEqual(['unit-differs /unit'])
  })

  it('says by how much a system differs from the movements', () => {
    const asserted = [
      { system: 'shop', account: 'acme', counts: 'available' as const, quantity: '80' },
    ]
    const { position } = stockPosition([move, sale('s', 29)], [], { ...question, asserted })
    expect(checkStockPosition(position)).toMatchObject([
      { code: 'asserted-differs', message: 'shop acme says 80 where the movements come to 1' },
    ])
  })

  it('compares what a system said with what lay there then, once it is not on its way', () => {
    const { position } = stockPosition([move, sale('s', 29)], [], question)
    const at = '2026-03-10T08:00:00Z'
    const about = {
      system: 'till',
      account: 'acme',
      counts: 'on-hand' as const,
      condition: 'sellable' as const,
      at,
    }
    const found = (said: object) =>
      checkStockPosition({ ...position, asserted: [{ ...about, quantity: '30', ...said }] })
    expect(found({})).toEqual([])
    expect(found({ expected: '30' })).toEqual([])
    expect(found({ expected: '28' })).toEqual([])
    expect(found({ expected: '28', difference: '2', since: '2026-03-10T09:00:00Z' })).toEqual([
      {
        code: 'asserted-differs',
        path: '/asserted/0/quantity',
        message:
          'till acme said 30 at 2026-03-10T08:00:00Z where the movements came to 28: 2 too many, known since 2026-03-10T09:00:00Z',
      },
    ])
    expect(codes(found({ at: position.at }))).toEqual(['asserted-differs /asserted/0/quantity'])
  })

  it('says what has not arrived by the moment at which it was expected', () => {
    const { position } = stockPosition([move], [], question)
    const sent = {
      quantity: '5',
      shipment: ref('Shipment'),
      from: ref('Location'),
      sentAt: '2026-02-28T08:00:00Z',
      expectedAt: position.at,
    }
    const found = (incoming: StockPosition['incoming'][number]) =>
      checkStockPosition({ ...position, incoming: [incoming] })
    expect(found(sent)).toEqual([
      {
        code: 'overdue-arrival',
        path: '/incoming/0/expectedAt',
        message: `5 were expected by ${position.at} and are not here: sent from ${ref('Location').id} at 2026-02-28T08:00:00Z with ${ref('Shipment').id}`,
      },
    ])
    const { from: _, sentAt: __, ...unsaid } = sent
    expect(found(unsaid)).toMatchObject([
      {
        message: `5 were expected by ${position.at} and are not here: sent with ${ref('Shipment').id}`,
      },
    ])
    expect(found({ ...sent, expectedAt: '2027-01-01T00:00:00Z' })).toEqual([])
    expect(found({ ...sent, quantity: '0' })).toEqual([])
  })

  it.each<[string[], Partial<StockPosition>]>([
    [['on-hand-differs /onHand'], { onHand: '29' }],
    [['available-differs /available'], { available: '29' }],
    [['negative-stock /sellable'], { sellable: '-1', onHand: '-1', available: '-1' }],
    [['over-promised /reserved'], { reserved: '31', available: '-1' }],
    [['negative-stock /safety'], { safety: '-1', available: '31' }],
  ])('is found with %s', (expected, change) => {
    const { position } = stockPosition([move], [], question)
    expect(checkStockPosition(position)).toEqual([])
    expect(codes(checkStockPosition({ ...position, ...change }))).toEqual(expected)
  })
})
