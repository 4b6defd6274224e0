import { checkStockPosition, type StockPosition } from '@canonry/model'
import { readDocument } from '@canonry/pack'
import { type Entry, POSTING, stockLedger } from '@canonry/stock-ledger'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const resource = stockLedger.resources[POSTING]
const NAME = { item: 'MUG', place: 'store-1' }

/** A moment of a day, by its minute. */
function at(minute: number): string {
  return new Date(Date.UTC(2026, 9, 25, 0, minute)).toISOString()
}

interface Said {
  readonly minute: number
  readonly entries: readonly Entry[]
  readonly unit?: string
}

/** The account after postings, in the order given. */
function post(postings: readonly Said[], before?: unknown): unknown {
  return postings.reduce<unknown>(
    (account, { minute, entries, unit = 'C62' }) =>
      resource?.adds?.(account, { ...NAME, unit, at: at(minute), entries }),
    before,
  )
}

/** The position that the canonical model sees. */
function positionAfter(postings: readonly Said[]): StockPosition {
  return asPosition(post(postings))
}

function asPosition(account: unknown): StockPosition {
  if (!resource) throw new Error('the ledger reads no postings')
  const read = readDocument(resource, JSON.stringify(account), { account: 'main' })
  return read._unsafeUnwrap().parts[0]?.body as StockPosition
}

const sale = (minute: number, by = '-1'): Said => ({
  minute,
  entries: [{ kind: 'move', by: { sellable: by } }],
})
const count = (minute: number, quantity: string): Said => ({
  minute,
  entries: [{ kind: 'count', condition: 'sellable', quantity }],
})
const claim = (key: string, by: string): Said => ({
  minute: 1,
  entries: [{ kind: 'claim', key, by }],
})
const taken = (account: string, by: string): Said => ({
  minute: 1,
  entries: [{ kind: 'taken', system: 'shopify', account, by }],
})
const hold = (key: string, quantity: string, until: number): Said => ({
  minute: 1,
  entries: [{ kind: 'hold', key, quantity, expiresAt: at(until) }],
})

const says = (minute: number, quantity: string): Said => ({
  minute,
  entries: [
    {
      ...{
        kind: 'asserted',
        system: 'square',
        account: 'M1',
        counts: 'on-hand',
        condition: 'sellable',
        quantity,
      },
      variant: { kind: 'ItemVariation', id: 'V1' },
    },
  ],
})
const look = (minute: number): Said => ({ minute, entries: [] })

/** What the position says of the number of the tills. */
function said(postings: readonly Said[]): StockPosition['asserted'][number] | undefined {
  return positionAfter(postings).asserted[0]
}

function findings(postings: readonly Said[]): string[] {
  return checkStockPosition(positionAfter(postings)).map(({ message }) => message)
}

describe('a number of a system', () => {
  const drifted = [count(1, '10'), says(30, '7'), look(50)]
  const known = { difference: '-3', since: at(50) }
  const next = (postings: readonly Said[]) => resource?.changesAt?.(post(postings))

  it('is compared with what lay there when it was said', () => {
    const day = [count(1, '10'), sale(20), says(30, '9'), sale(40), sale(50)]
    expect(said(day)).toEqual({
      ...{
        system: 'square',
        account: 'M1',
        counts: 'on-hand',
        condition: 'sellable',
        quantity: '9',
        at: at(30),
      },
      variant: { system: 'square', account: 'M1', kind: 'ItemVariation', id: 'V1' },
      expected: '9',
    })
    expect(said([...day, says(60, '7')])).toMatchObject({ quantity: '7', expected: '7' })
    expect(findings([...day, look(240), look(260)])).toEqual([])
    expect(next(day)).toBeUndefined()
  })

  it('is found with amount and age once it is not on its way', () => {
    const day = [count(1, '10'), says(30, '7')]
    expect(next(day)).toBe(Date.parse(at(50)))
    expect(findings(day)).toEqual([])
    expect(findings([...day, look(49)])).toEqual([])
    expect(findings([...day, look(50)])).toEqual([
      `square M1 said 7 at ${at(30)} where the movements came to 10: 3 too few, known since ${at(50)}`,
    ])
  })

  it('is no difference any more when the ticket comes that it knew of', () => {
    const late = [...drifted, sale(20, '-3')]
    expect(said(late)).toMatchObject({ quantity: '7', expected: '7' })
    expect(findings(late)).toEqual([])
    expect(said([...late, look(60), look(80)])).not.toHaveProperty('difference')
  })

  it('has differed since that was known, whatever is on its way', () => {
    expect(said([...drifted, says(75, '7')])).toMatchObject(known)
    // the till has heard of a sale before the ledger, and the other way round
    expect(said([...drifted, says(75, '6'), sale(75)])).toMatchObject({ ...known, expected: '9' })
    expect(said([...drifted, sale(75), says(75, '6')])).toMatchObject({ ...known, expected: '9' })
    expect(said([...drifted, says(75, '10'), says(80, '7')])).toMatchObject(known)
  })

  it('agrees once it has for as long', () => {
    expect(said([...drifted, says(75, '10'), look(94)])).toMatchObject(known)
    expect(findings([...drifted, says(75, '10')])).toEqual([])
    expect(said([...drifted, says(75, '10'), look(95)])).not.toHaveProperty('difference')
    const other = [...drifted, says(75, '6'), look(95)]
    expect(said(other)).toMatchObject({ difference: '-4', since: at(95) })
  })

  it('differs no sooner than for as long after a ticket that came late', () => {
    const late = [count(1, '10'), says(30, '10'), sale(20)]
    expect(next(late)).toBe(Date.parse(at(30)))
    expect(said([...late, look(55)])).not.toHaveProperty('difference')
    expect(said([...late, look(240)])).not.toHaveProperty('difference')
    expect(next([...late, look(240)])).toBe(Date.parse(at(260)))
    expect(said([...late, look(240), look(260)])).toMatchObject({ difference: '1', since: at(260) })
    expect(said([...late, look(240), says(241, '9'), look(261)])).not.toHaveProperty('difference')
  })

  it('is looked at again whenever it is twice as old', () => {
    expect(next(drifted)).toBe(Date.parse(at(65)))
    expect(next([...drifted, look(65)])).toBe(Date.parse(at(80)))
    expect(next([...drifted, look(80)])).toBe(Date.parse(at(110)))
    expect(next([...drifted, sale(175)])).toBe(Date.parse(at(290)))
    expect(next([...drifted, look(65), says(80, '10'), look(100)])).toBeUndefined()
  })

  it('is not compared where nobody counted, or the book does not go back as far', () => {
    expect(said([sale(1), says(30, '9')])).not.toHaveProperty('expected')
    expect(said([says(30, '9'), count(31, '4')])).not.toHaveProperty('expected')
    const many = Array.from({ length: 200 }, (_, minute) => sale(100 + minute))
    expect(said([count(1, '10'), says(101, '9'), ...many])).not.toHaveProperty('expected')
    expect(findings([count(31, '40'), says(30, '9'), look(50)])).toEqual([])
  })

  it('counts what can be sold, or all that lies there', () => {
    const shelf: Said[] = [
      count(1, '10'),
      { minute: 2, entries: [{ kind: 'move', by: { sellable: '-2', damaged: '2' } }] },
    ]
    expect(said([...shelf, says(30, '8')])?.expected).toBe('8')
    const all = says(30, '10').entries.map((entry) => ({ ...entry, condition: undefined }) as Entry)
    expect(said([...shelf, { minute: 30, entries: all }])?.expected).toBe('10')
  })
})

describe('a SKU that two things of a system have', () => {
  const word = (minute: number, quantity: string, id: string): Said => ({
    minute,
    entries: [
      {
        kind: 'asserted',
        ...{ system: 'square', account: 'M1', counts: 'on-hand', condition: 'sellable', quantity },
        variant: { kind: 'ItemVariation', id },
      },
    ],
  })
  const gone = (minute: number, id: string): Said => ({
    minute,
    entries: [
      {
        kind: 'withdrawn',
        system: 'square',
        account: 'M1',
        variant: { kind: 'ItemVariation', id },
      },
    ],
  })
  const codes = (all: readonly Said[]) =>
    checkStockPosition(positionAfter(all)).map(({ code }) => code)
  const day = [count(1, '10'), word(10, '5', 'V1'), word(20, '3', 'V2')]

  it('is a finding that names both, and their numbers are compared with nothing', () => {
    expect(findings([...day, look(240), look(300)])).toEqual([
      'square M1 has 2 things of this SKU (ItemVariation V2, ItemVariation V1), so its number is compared with nothing: give each an SKU of its own',
    ])
    expect(said(day)).toMatchObject({ quantity: '3', others: [{ id: 'V1' }] })
    expect(said(day)).not.toHaveProperty('expected')
    expect(resource?.changesAt?.(post([...day, look(240)]))).toBeUndefined()
  })

  it('is none once one of them is called otherwise: the other one is compared again', () => {
    for (const id of ['V1', 'V2']) {
      const left = positionAfter([...day, gone(30, id)]).asserted
      expect(left).toMatchObject([{ quantity: id === 'V1' ? '3' : '5', expected: '10' }])
      expect(codes([...day, gone(30, id)])).toEqual([])
    }
    expect(
      positionAfter([...day, gone(30, 'V1'), gone(31, 'V2'), gone(32, 'V3')]).asserted,
    ).toEqual([])
  })

  it('is none where there is nothing of the other, or it has said nothing for 35 days', () => {
    expect(codes([...day, word(30, '0', 'V1'), word(31, '9', 'V2')])).toEqual([])
    expect(codes([...day, word(20 + 35 * 1440, '9', 'V2')])).toEqual([])
    expect(codes([...day, word(9 + 35 * 1440, '9', 'V2')])).toEqual(['sku-of-several'])
  })
})

describe('a position', () => {
  it('is what was counted and what moved since, less what is promised', () => {
    const position = positionAfter([
      count(10, '12'),
      sale(5),
      sale(20),
      { minute: 30, entries: [{ kind: 'move', by: { sellable: '-2', damaged: '2' } }] },
      claim('order-1', '3'),
      taken('acme', '3'),
    ])
    expect(position).toMatchObject({
      sku: 'MUG',
      at: at(30),
      countedAt: at(10),
      ...{ sellable: '9', damaged: '2', onHand: '11', reserved: '3', available: '6' },
      taken: [{ system: 'shopify', account: 'acme', quantity: '3' }],
    })
  })

  it('is the same in whatever order postings come, twice counted or late', () => {
    const quantity = fc.integer({ min: -9, max: 9 }).map(String)
    const entry = fc.oneof(
      fc.record({ kind: fc.constant('move' as const), by: fc.record({ sellable: quantity }) }),
      fc.record({
        kind: fc.constant('count' as const),
        condition: fc.constantFrom('sellable' as const, 'damaged' as const),
        quantity: fc.nat(50).map(String),
      }),
      fc.record({
        kind: fc.constant('claim' as const),
        key: fc.constantFrom('a', 'b', '__proto__'),
        by: quantity,
      }),
      fc.record({
        kind: fc.constant('taken' as const),
        system: fc.constant('shopify'),
        account: fc.constantFrom('acme', '__proto__'),
        by: quantity,
      }),
      fc.record({
        kind: fc.constant('incoming' as const),
        shipment: fc.constantFrom('s1', 's2'),
        by: quantity,
      }),
      fc.record({
        kind: fc.constant('asserted' as const),
        system: fc.constant('square'),
        account: fc.constant('M1'),
        counts: fc.constant('on-hand' as const),
        quantity,
        variant: fc.constantFrom('V1', 'V2', '__proto__').map((id) => ({ kind: 'Variation', id })),
      }),
      fc.record({
        kind: fc.constant('asserted' as const),
        system: fc.constantFrom('shopify', 'netsuite'),
        account: fc.constant('acme'),
        counts: fc.constantFrom('available' as const, 'on-hand' as const),
        condition: fc.constantFrom('sellable' as const, undefined),
        quantity,
      }),
    )
    const posting = fc.record({
      minute: fc.nat(60),
      entries: fc.array(entry, { minLength: 1, maxLength: 3 }),
    })
    const both = fc
      .array(posting, { minLength: 1, maxLength: 12 })
      .chain((said) =>
        fc.tuple(
          fc.constant(said),
          fc.shuffledSubarray(said, { minLength: said.length, maxLength: said.length }),
        ),
      )
    fc.assert(
      fc.property(both, ([said, shuffled]) => {
        expect(positionAfter(shuffled)).toEqual(positionAfter(said))
      }),
      { numRuns: 500 },
    )
  })

  it('holds the newest count, of two of one moment the smaller', () => {
    expect(positionAfter([count(10, '5'), count(9, '80')]).sellable).toBe('5')
    expect(positionAfter([count(10, '5'), count(10, '4'), count(10, '6')]).sellable).toBe('4')
  })

  it('knows moves one by one as long as a count may still come that was made before them', () => {
    const sales = Array.from({ length: 100 }, (_, minute) => sale(minute))
    expect(positionAfter([...sales, count(49, '100')]).sellable).toBe('50')
    const more = Array.from({ length: 300 }, (_, minute) => sale(minute))
    expect(positionAfter(more).sellable).toBe('-300')
    expect(positionAfter([...more, count(299, '7')]).sellable).toBe('7')
    expect(() => post([...more, count(3, '7')])).toThrow('count again')
  })

  it('does not grow with what was sold', () => {
    const sizeAfter = (many: number) =>
      JSON.stringify(post(Array.from({ length: many }, (_, minute) => sale(minute)))).length
    expect(sizeAfter(4_000)).toBeLessThan(sizeAfter(400) * 1.1)
  })

  it('forgets what is promised no longer', () => {
    const account = post([claim('order-1', '2'), claim('order-1', '-2')])
    expect(JSON.stringify(account)).not.toContain('order-1')
  })

  it('promises nothing of what was taken back before it was heard of', () => {
    expect(positionAfter([claim('order-1', '-2')]).reserved).toBe('0')
    expect(positionAfter([claim('order-1', '-2'), claim('order-1', '3')]).reserved).toBe('1')
  })

  it('holds goods until a moment, when it is to be read again', () => {
    const held = post([hold('cart-1', '2', 15), hold('cart-2', '1', 20)])
    expect(asPosition(held).reserved).toBe('3')
    expect(resource?.changesAt?.(held)).toBe(Date.parse(at(15)))
    const later = post([{ minute: 15, entries: [] }], held)
    expect(asPosition(later).reserved).toBe('1')
    const released = post([{ minute: 16, entries: [{ kind: 'release', key: 'cart-2' }] }], later)
    expect(asPosition(released).reserved).toBe('0')
    expect(resource?.changesAt?.(released)).toBeUndefined()
  })

  it('holds goods although a sale says that it is later', () => {
    const ahead = [hold('cart-1', '2', 15), sale(30), hold('cart-2', '1', 20)]
    expect(positionAfter(ahead).reserved).toBe('3')
    expect(resource?.changesAt?.(post(ahead))).toBe(Date.parse(at(15)))
    expect(positionAfter([...ahead, { minute: 15, entries: [] }]).reserved).toBe('1')
  })

  const sent = (minute: number, by: string, expected: number): Said => ({
    minute,
    entries: [{ kind: 'incoming', shipment: 't1', by, from: 'web', expectedAt: at(expected) }],
  })
  const arrived = (minute: number, by: string): Said => ({
    minute,
    entries: [{ kind: 'incoming', shipment: 't1', by }],
  })
  const overdue = (postings: readonly Said[]) =>
    checkStockPosition(positionAfter(postings)).map(({ message }) => message)

  it('tells what is on the road for longer than it was expected, until it is there', () => {
    const road = [sent(1, '5', 60), arrived(10, '-2')]
    expect(resource?.changesAt?.(post(road))).toBe(Date.parse(at(60)))
    expect(positionAfter(road).incoming).toMatchObject([
      { quantity: '3', from: { kind: 'Place', id: 'web' }, sentAt: at(1), expectedAt: at(60) },
    ])
    expect(overdue([...road, { minute: 59, entries: [] }])).toEqual([])
    const late = [...road, { minute: 60, entries: [] }]
    expect(overdue(late)).toEqual([
      `3 were expected by ${at(60)} and are not here: sent from web at ${at(1)} with t1`,
    ])
    expect(resource?.changesAt?.(post(late))).toBeUndefined()
    expect(overdue([...late, arrived(70, '-3')])).toEqual([])
    expect(positionAfter([...late, arrived(70, '-3')]).incoming).toEqual([])
  })

  it('takes what arrives of a shipment to be what was sent first, whichever was heard first', () => {
    const both = [sent(1, '5', 60), sent(20, '4', 80)]
    const left = [{ quantity: '3', sentAt: at(20), expectedAt: at(80) }]
    expect(positionAfter([...both, arrived(30, '-6')]).incoming).toMatchObject(left)
    expect(positionAfter([arrived(30, '-6'), ...both]).incoming).toMatchObject(left)
    expect(positionAfter([...both.toReversed(), arrived(30, '-6')]).incoming).toMatchObject(left)
    expect(positionAfter([arrived(30, '-9'), ...both]).incoming).toEqual([])
    const corrected = [...both, sent(1, '-5', 60)]
    expect(positionAfter(corrected).incoming).toMatchObject([{ quantity: '4', sentAt: at(20) }])
  })

  const kilos = (value: string, unit: string): Said => ({ ...count(1, value), unit })

  it('has no unit while nothing was said of quantities', () => {
    const nothing: Said = { minute: 1, entries: [{ kind: 'release', key: 'cart-1' }] }
    expect(positionAfter([nothing, look(2), kilos('2.5', 'KGM')])).toMatchObject({
      ...{ unit: 'KGM', sellable: '2.5' },
    })
    const gone = [claim('order-1', '2'), claim('order-1', '-2')]
    expect(positionAfter([...gone, kilos('2.5', 'KGM'), look(2)])).toMatchObject({ unit: 'KGM' })
  })

  it('says what is wrong with a posting, and where', () => {
    const wrong = { ...NAME, at: '2026-11-28T10:15', entries: [{ kind: 'release', key: '' }] }
    expect(() => resource?.adds?.(undefined, wrong)).toThrow(
      /^this is no posting: at: .+; entries\.0\.key: .+$/,
    )
    const renamed = { item: 'RED', place: 'store-1/MUG', at: at(1), entries: [] }
    expect(() => resource?.adds?.(post([count(1, '5')]), renamed)).toThrow('without a slash')
    expect(() => resource?.adds?.(undefined, 7)).toThrow(/^this is no posting: .+$/)
  })

  it('counts in the unit that it was first counted in', () => {
    expect(positionAfter([kilos('2', 'KGM'), { ...sale(2, '-500'), unit: 'GRM' }]).sellable).toBe(
      '1.5',
    )
    expect(() => post([kilos('2', 'KGM'), sale(2)])).toThrow('no exact number')
  })
})
