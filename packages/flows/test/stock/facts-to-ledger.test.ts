import type { Order, Return, StockMove, StockNode, StockPosition } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CountsToLedger,
  countsToLedger,
  type Goods,
  movesToLedger,
  ordersToLedger,
  type StockPlace,
  shipmentsToTills,
  ticketsToLedger,
} from '../../src/index.js'
import {
  anOrder,
  changeOf,
  documentsIn,
  erp,
  positionIn,
  positionsIn,
  type Recorded,
  recordedBy,
  refIn,
  shop,
  stock,
  tills,
} from './ledger.js'

const MUGS = { item: 'MUG', place: 'store-1' }
const L1 = refIn(tills, 'Location', 'L1')
const variant = refIn(tills, 'ItemVariation', 'V1')
const [placed, aLine] = anOrder()

/** A ticket that sold mugs at a moment. */
function ticket(sold: number, closedAt: string): Order {
  const quantity = { ordered: `${sold}`, cancelled: '0', fulfilled: `${sold}`, returned: '0' }
  const line = { ...aLine, sku: 'MUG', giftCard: false, requiresShipping: true, quantity }
  return { ...placed, location: L1, placedAt: closedAt, closedAt, lines: [line] }
}

function takenBack(received: string, line: Partial<Return['lines'][number]> = {}): Return {
  const [order] = placed.refs
  if (!order) throw new Error('the order has no name')
  return {
    refs: [refIn(tills, 'Return', 'T1/R1')],
    order,
    state: 'completed',
    receivedAt: '2026-10-25T11:00:00Z',
    location: L1,
    lines: [{ line: aLine.ref, sku: 'MUG', quantity: { announced: received, received }, ...line }],
  } as Return
}

function counted(sellable: string, at: string, kind = 'InventoryPhysicalCount'): StockPosition {
  return {
    refs: [refIn(tills, kind, `V1:${at}`)],
    variant,
    sku: 'MUG',
    location: L1,
    at,
    unit: 'C62',
    ...{ sellable, quarantine: '0', damaged: '0', onHand: sellable, reserved: '0', safety: '0' },
    available: sellable,
    incoming: [],
    asserted: [{ system: 'square', account: 'acme', counts: 'available', quantity: sellable, at }],
  }
}

const tickets = ticketsToLedger({ stock, from: [tills] })
const counts = countsToLedger({ stock, from: [tills] })
const states = (...all: StockPosition[]) => ({ entity: 'stockPosition' as const, states: all })

describe('ticketsToLedger', () => {
  it('moves what was handed over at the moment of the ticket, and only what a correction changed', () => {
    const at = '2026-10-25T10:00:00Z'
    const states = [ticket(2, at), ticket(3, at), ticket(3, at)]
    const recorded = recordedBy(tickets, { entity: 'order', states })
    expect(recorded).toHaveLength(2)
    expect(positionIn(recorded, MUGS)).toMatchObject({ sellable: '-3', at, reserved: '0' })
  })

  it('comes to the same position however late tickets come, over a recount and a night when clocks change', () => {
    // local times of four zones around the end of summer time in Europe, an hour that comes twice included
    const moments = [
      '2026-10-25T00:30:00+02:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:30:00+01:00',
      '2026-10-24T20:45:00-04:00',
      '2026-10-25T03:15:00+01:00',
      '2026-10-25T11:00:00+09:00',
    ]
    const heard: Recorded[] = [
      ...moments.map((at, index) =>
        recordedBy(tickets, { entity: 'order', states: [ticket(index + 1, at)] }),
      ),
      recordedBy(counts, {
        entity: 'stockPosition',
        states: [counted('40', '2026-10-25T01:00:00Z')],
      }),
    ]
    // sold before the count at 1:00 UTC: 1, 2 and 4; after it: 3 at 1:30, 5 at 2:15, 6 at 2:00
    const all = fc.shuffledSubarray(heard, { minLength: heard.length, maxLength: heard.length })
    fc.assert(
      fc.property(all, (order) => {
        expect(positionIn(order.flat(), MUGS)?.sellable).toBe('26')
      }),
    )
  })

  it('puts goods that come back where they belong', () => {
    const where = (flows: ReturnType<typeof ticketsToLedger>, line = {}) => {
      const recorded = recordedBy(flows, { entity: 'return', states: [takenBack('2', line)] })
      const { sellable, quarantine, damaged } = positionIn(recorded, MUGS) ?? {}
      return { sellable, quarantine, damaged }
    }
    const nothing = { sellable: '0', quarantine: '0', damaged: '0' }
    expect(where(tickets)).toEqual({ ...nothing, sellable: '2' })
    expect(where(tickets, { disposition: 'scrap' })).toEqual({ ...nothing, damaged: '2' })
    const careful = ticketsToLedger({ stock, from: [tills], returned: 'quarantine' })
    expect(where(careful)).toEqual({ ...nothing, quarantine: '2' })
    const kept = [takenBack('2', { disposition: 'keep' })]
    expect(recordedBy(tickets, { entity: 'return', states: kept })).toEqual([])
  })

  it('leaves goods that came back where they are when their return is only touched again', () => {
    const { receivedAt: _, ...back } = takenBack('2')
    const touched = ['2026-10-25T11:00:00Z', '2026-10-27T11:00:00Z']
    const told = touched.map((updatedAt): Return => ({ ...back, updatedAt }))
    const recorded = [
      ...recordedBy(tickets, { entity: 'return', states: told }),
      ...recordedBy(counts, states(counted('7', '2026-10-26T10:00:00Z'))),
    ]
    expect(positionIn(recorded, MUGS)?.sellable).toBe('7')
  })

  it('keeps apart what a till sells that is on no map, and loses none of it', () => {
    const sold = ticket(1, '2026-10-25T10:00:00Z')
    const closed = { ...sold, location: refIn(tills, 'Location', 'GONE') }
    const recorded = recordedBy(tickets, { entity: 'order', states: [closed] })
    expect(positionsIn(recorded)).toEqual(['?square:acme:Location:GONE/MUG'])
  })
})

describe('movesToLedger', () => {
  const moves = movesToLedger({ stock, from: [erp] })
  const web = {
    kind: 'location',
    location: refIn(erp, 'location', '7'),
    condition: 'sellable',
  } as const
  const store = { kind: 'location', location: L1, condition: 'sellable' } as const
  const truck = { kind: 'transit', shipment: refIn(erp, 'transfer', '5'), to: L1 } as const
  const outside = (place: 'supplier' | 'customer') => ({ kind: 'outside', place }) as const

  function move(from: StockNode, to: StockNode, kind = 'transfer'): StockMove {
    const at = '2026-10-25T10:00:00Z'
    return {
      refs: [refIn(erp, 'transfer', '5')],
      key: '5',
      variant: refIn(erp, 'item', '3'),
      sku: 'MUG',
      quantity: { value: '4', unit: 'C62' },
      ...{ from, to, occurredAt: at, recordedAt: at, cause: { kind } },
    }
  }
  const posted = (...states: StockMove[]) =>
    states.flatMap((each) => recordedBy(moves, { entity: 'stockMove', states: [each] }))

  it('moves goods from place to place, over the road, and from outside', () => {
    const received = posted(move(outside('supplier'), web, 'receipt'))
    expect(positionIn(received, { ...MUGS, place: 'web' })?.sellable).toBe('4')
    const sent = [...received, ...posted(move(web, truck))]
    expect(positionIn(sent, { ...MUGS, place: 'web' })?.sellable).toBe('0')
    expect(positionIn(sent, MUGS)).toMatchObject({ sellable: '0', incoming: [{ quantity: '4' }] })
    const arrived = [...sent, ...posted(move(truck, store))]
    expect(positionIn(arrived, MUGS)).toMatchObject({ sellable: '4', incoming: [] })
  })

  it('counts a move as it was last told, and as nothing where it is gone', () => {
    const life = fc.array(
      fc.record({ pieces: fc.integer({ min: 1, max: 9 }), isThere: fc.boolean() }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(life, (states) => {
        const recorded = states.flatMap(({ pieces, isThere }, index) => {
          const told = (value: number): StockMove => ({
            ...move(outside('supplier'), web, 'receipt'),
            quantity: { value: `${value}`, unit: 'C62' },
          })
          const known = states[index - 1]
          const change = changeOf('stockMove', {
            after: told(pieces),
            ...(known && { before: told(known.pieces) }),
            ...(known && !known.isThere && { wasDeleted: true }),
            ...(!isThere && { deleted: true }),
          })
          return moves.flatMap((flow) => flow.decide(change)).flatMap(documentsIn)
        })
        const { pieces, isThere } = states.at(-1) as (typeof states)[number]
        const sellable = positionIn(recorded, { ...MUGS, place: 'web' })?.sellable ?? '0'
        expect(sellable).toBe(isThere ? `${pieces}` : '0')
      }),
    )
    expect(moves.every(({ deletions }) => deletions)).toBe(true)
  })

  it.each([
    ['after it', '2026-10-27T10:00:00Z', '9'],
    ['before it', '2026-10-24T10:00:00Z', '5'],
  ])(
    'puts a move that gets another date %s where a count has not, or has, seen it',
    (_, to, left) => {
      const told = (occurredAt: string): StockMove => ({
        ...move(outside('supplier'), store, 'receipt'),
        occurredAt,
      })
      for (const from of ['2026-10-24T09:00:00Z', '2026-10-27T09:00:00Z']) {
        const count = recordedBy(counts, states(counted('5', '2026-10-26T10:00:00Z')))
        const dated = recordedBy(moves, { entity: 'stockMove', states: [told(from), told(to)] })
        expect(positionIn([...count, ...dated], MUGS)?.sellable).toBe(left)
        expect(positionIn([...dated, ...count], MUGS)?.sellable).toBe(left)
      }
    },
  )

  it('leaves out what orders and tickets tell', () => {
    expect(posted(move(web, outside('customer'), 'sale'))).toEqual([])
  })
})

describe('countsToLedger', () => {
  it('takes a stock-take for what is there, and any other number for what is said', () => {
    const at = '2026-10-25T10:00:00Z'
    const taken = recordedBy(counts, states(counted('7', at)))
    expect(positionIn(taken, MUGS)).toMatchObject({ sellable: '7', asserted: [] })
    const said = recordedBy(counts, states(counted('7', at, 'InventoryCount')))
    expect(positionIn(said, MUGS)).toMatchObject({
      sellable: '0',
      asserted: [{ system: 'square', quantity: '7' }],
    })
  })

  it('does not compare what shops offer with what is available', () => {
    const told = countsToLedger({ stock, from: [tills], offers: true })
    const at = '2026-10-25T10:00:00Z'
    const said = recordedBy(told, states(counted('7', at, 'InventoryCount')))
    expect(positionIn(said, MUGS)?.asserted).toMatchObject([{ counts: 'unknown', quantity: '7' }])
  })

  it('opens the books with the first number of the system that owns a place', () => {
    const opening = countsToLedger({ stock, from: [tills], opens: ['store-1'] })
    const told = ['9', '8'].map((sellable, hour) =>
      counted(sellable, `2026-10-25T1${hour}:00:00Z`, 'InventoryCount'),
    )
    expect(positionIn(recordedBy(opening, states(...told)), MUGS)).toMatchObject({
      sellable: '9',
      asserted: [{ quantity: '8' }],
    })
    const elsewhere = countsToLedger({ stock, from: [tills], opens: ['store-2'] })
    expect(positionIn(recordedBy(elsewhere, states(...told)), MUGS)?.countedAt).toBeUndefined()
    expect(() => countsToLedger({ stock, from: [tills], opens: ['nowhere'] })).toThrow(/no place/)
  })

  it('opens the books of a place that is put on the map when its goods are known already', () => {
    const said = (sellable: string, hour: number) =>
      counted(sellable, `2026-10-25T1${hour}:00:00Z`, 'InventoryCount')
    const before = { ...stock, places: [] }
    const unmapped = recordedBy(
      countsToLedger({ stock: before, from: [tills] }),
      states(said('9', 0)),
    )
    expect(positionIn(unmapped, MUGS)).toBeUndefined()
    const places = stock.places.map((place) => ({ ...place, owner: tills }))
    const flows = countsToLedger({ stock: { ...stock, places }, from: [tills] })
    const next = recordedBy(flows, states(said('9', 0), said('8', 1), said('7', 2))).slice(1)
    expect(positionIn(next, MUGS)).toMatchObject({
      sellable: '8',
      countedAt: '2026-10-25T11:00:00Z',
      asserted: [{ quantity: '7' }],
    })
  })

  it('knows from the map who opens which books, unless it is told', () => {
    const first = states(counted('9', '2026-10-25T10:00:00Z', 'InventoryCount'))
    const opensWith = (owner: StockPlace['owner'], more: Partial<CountsToLedger> = {}) => {
      const places = stock.places.map((place) => (owner ? { ...place, owner } : place))
      const flows = countsToLedger({ stock: { ...stock, places }, from: [erp, tills], ...more })
      return positionIn(recordedBy(flows, first), MUGS)?.countedAt !== undefined
    }
    expect(opensWith(tills)).toBe(true)
    for (const other of [undefined, erp, 'nobody'] as const) expect(opensWith(other)).toBe(false)
    expect(opensWith(tills, { opens: [] })).toBe(false)
    expect(opensWith(erp, { opens: ['store-1'] })).toBe(true)
    expect(opensWith(tills, { offers: true })).toBe(false)
  })
})

describe('an article that gets another SKU', () => {
  const at = (hour: number) => `2026-10-25T1${hour}:00:00Z`
  const named = (sku: string, sellable: string, hour: number): StockPosition => ({
    ...counted(sellable, at(hour), 'InventoryCount'),
    sku,
    asserted: [
      {
        ...{ system: 'square', account: 'acme', counts: 'on-hand', condition: 'sellable' },
        ...{ quantity: sellable, at: at(hour) },
      },
    ],
  })
  const states = [named('MUG', '9', 0), named('CUP', '8', 1)]
  const CUPS = { item: 'CUP', place: 'store-1' }

  it('lies there under the new one where the till opens the books, and no more under the old one', () => {
    const flows = countsToLedger({ stock, from: [tills], opens: ['store-1'] })
    const told = recordedBy(flows, { entity: 'stockPosition', states })
    expect(positionIn(told, MUGS)).toMatchObject({ sellable: '0', asserted: [] })
    expect(positionIn(told, CUPS)).toMatchObject({ sellable: '8', countedAt: at(1) })
    const back = recordedBy(flows, {
      entity: 'stockPosition',
      states: [...states, named('MUG', '7', 2)],
    })
    expect(positionIn(back, MUGS)).toMatchObject({ sellable: '7' })
    expect(positionIn(back, CUPS)).toMatchObject({ sellable: '0' })
  })

  it('says nothing of the old one any more where the ledger knows better', () => {
    const told = recordedBy(counts, { entity: 'stockPosition', states })
    expect(positionIn(told, MUGS)).toMatchObject({ asserted: [] })
    expect(positionIn(told, CUPS)).toMatchObject({ asserted: [{ quantity: '8' }] })
    expect(positionIn(told, CUPS)?.countedAt).toBeUndefined()
  })
})

describe('an article that nobody keeps track of', () => {
  const map = { ...stock, itemOf: ({ sku }: Goods) => (sku === 'MUG' ? null : sku) }
  const from = [tills]

  it('is in no ledger, whoever sells, counts, moves or takes it back', () => {
    const at = '2026-10-25T10:00:00Z'
    const flows = [
      ...ticketsToLedger({ stock: map, from }),
      ...countsToLedger({ stock: map, from }),
      ...ordersToLedger({ stock: map, from: [shop], ships: 'web' }),
      ...shipmentsToTills({ stock: map, from: [shop], to: from, ships: 'store-1' }),
    ]
    expect(recordedBy(flows, { entity: 'order', states: [ticket(2, at)] })).toEqual([])
    expect(recordedBy(flows, { entity: 'return', states: [takenBack('2')] })).toEqual([])
    expect(recordedBy(flows, states(counted('7', at), counted('6', at, 'InventoryCount')))).toEqual(
      [],
    )
    const cup = { ...ticket(2, at).lines[0], sku: 'CUP' } as Order['lines'][number]
    const tracked = recordedBy(flows.slice(0, 1), {
      entity: 'order',
      states: [{ ...ticket(2, at), lines: [...ticket(2, at).lines, cup] }],
    })
    expect(positionsIn(tracked)).toEqual(['store-1/CUP'])
  })
})

describe('a map of places', () => {
  it('gives every place one name, and every name one place', () => {
    const places = [
      { id: 'a', refs: [L1] },
      { id: 'b', refs: [L1] },
    ]
    const flows = (map: typeof stock) => () => ticketsToLedger({ stock: map, from: [tills] })
    expect(flows({ ...stock, places })).toThrow('two places')
    expect(flows({ ...stock, places: [{ id: 'a/b', refs: [] }] })).toThrow('slashes')
    const twice = [{ id: 'a', refs: [L1, refIn(tills, 'Location', 'L2')] }]
    expect(flows({ ...stock, places: twice })).toThrow('two refs of square')
  })
})
