import {
  addDecimals,
  compareDecimals,
  type Demand,
  meetDemand,
  pieces,
  refKey,
  type StockPosition,
  stockDemand,
  subtractDecimals,
  type Variant,
} from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const ref = (kind: string, id: string) => ({ system: 'erp', account: 'acme', kind, id })
const want = (id: string, count: number, place = '1'): Demand => ({
  variant: ref('Variant', id),
  location: ref('Location', place),
  quantity: pieces(count),
})
const position = (id: string, available: string, place = '1'): StockPosition => ({
  refs: [],
  variant: ref('Variant', id),
  location: ref('Location', place),
  at: '2026-03-10T00:00:00Z',
  unit: 'C62',
  sellable: available,
  quarantine: '0',
  damaged: '0',
  onHand: available,
  reserved: '0',
  safety: '0',
  available,
  incoming: [],
  asserted: [],
})
const bundle = (id: string, parts: readonly (readonly [string, number])[]): Variant => ({
  refs: [ref('Variant', id)],
  sku: id,
  gtins: [],
  options: [],
  unit: 'C62',
  components: parts.map(([part, count]) => ({
    variant: ref('Variant', part),
    quantity: pieces(count),
  })),
})

describe('meetDemand', () => {
  it('refuses two lines of five when there are five, although each alone would pass', () => {
    const failure = meetDemand(
      [want('1', 5), want('1', 5)],
      [position('1', '5')],
    )._unsafeUnwrapErr()
    expect(failure).toMatchObject({
      kind: 'not-enough-stock',
      shortages: [{ wanted: '10', available: '5', missing: '5', unit: 'C62' }],
    })
    expect(meetDemand([want('1', 2), want('1', 3)], [position('1', '5')])._unsafeUnwrap()).toEqual([
      want('1', 5),
    ])
  })

  it('reserves all of it or nothing, and names everything that is missing', () => {
    const failure = meetDemand(
      [want('1', 1), want('2', 3), want('3', 1)],
      [position('1', '9'), position('2', '1')],
    )._unsafeUnwrapErr()
    expect(
      failure.kind === 'not-enough-stock' && failure.shortages.map(({ missing }) => missing),
    ).toEqual(['2', '1'])
  })

  it('counts per place: stock elsewhere does not help', () => {
    expect(meetDemand([want('1', 1)], [position('1', '9', '2')]).isErr()).toBe(true)
  })

  it('adds in the unit of the position', () => {
    const dozen = { ...want('1', 1), quantity: { value: '1', unit: 'DZN' } }
    expect(meetDemand([dozen, want('1', 2)], [position('1', '14')])._unsafeUnwrap()).toEqual([
      want('1', 14),
    ])
    const kilo = { ...want('1', 1), quantity: { value: '1', unit: 'KGM' } }
    expect(meetDemand([kilo], [position('1', '14')])._unsafeUnwrapErr().kind).toBe('unit-differs')
    expect(meetDemand([want('1', 0)], [position('1', '14')])._unsafeUnwrapErr().kind).toBe(
      'not-positive',
    )
  })

  it('accepts several lines exactly when it accepts their sum, in any order', () => {
    const line = fc
      .record({
        id: fc.constantFrom('1', '2'),
        count: fc.integer({ min: 1, max: 6 }),
        place: fc.constantFrom('1', '2'),
      })
      .map(({ id, count, place }) => want(id, count, place))
    const stock = fc
      .tuple(fc.nat(15), fc.nat(15), fc.nat(15))
      .map(([a, b, c]) => [
        position('1', String(a)),
        position('2', String(b)),
        position('1', String(c), '2'),
      ])
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), stock, (lines, positions) => {
        const key = ({ variant, location }: Pick<Demand, 'variant' | 'location'>) =>
          `${refKey(variant)} ${refKey(location)}`
        const sums = new Map<string, string>()
        for (const asked of lines) {
          sums.set(key(asked), addDecimals(sums.get(key(asked)) ?? '0', asked.quantity.value))
        }
        const free = new Map(positions.map((known) => [key(known), known.available]))
        const enough = [...sums].every(
          ([of, sum]) => compareDecimals(sum, free.get(of) ?? '0') <= 0,
        )
        const answer = meetDemand(lines, positions)
        expect(answer.isOk()).toBe(enough)
        expect(meetDemand(lines.toReversed(), positions.toReversed())).toEqual(answer)
        for (const { quantity, ...of } of answer.unwrapOr([])) {
          expect(subtractDecimals(free.get(key(of)) ?? '0', quantity.value).startsWith('-')).toBe(
            false,
          )
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('stockDemand', () => {
  const variants = [
    bundle('set', [
      ['cup', 6],
      ['plate', 6],
    ]),
    bundle('party', [
      ['set', 2],
      ['cup', 1],
    ]),
    bundle('loop', [['pool', 1]]),
    bundle('pool', [['loop', 1]]),
  ]
  const variantOf = (asked: { id: string }) => variants.find(({ sku }) => sku === asked.id)

  it('takes bundles of bundles down to what has stock', () => {
    const parts = stockDemand([want('party', 2), want('cup', 1)], variantOf)._unsafeUnwrap()
    expect(parts.map(({ variant, quantity }) => [variant.id, quantity.value])).toEqual([
      ['cup', '24'],
      ['plate', '24'],
      ['cup', '2'],
      ['cup', '1'],
    ])
    expect(meetDemand(parts, [position('cup', '26'), position('plate', '99')]).isErr()).toBe(true)
    expect(meetDemand(parts, [position('cup', '27'), position('plate', '99')]).isOk()).toBe(true)
  })

  it('refuses a bundle that contains itself instead of taking it apart for ever', () => {
    expect(stockDemand([want('loop', 1)], variantOf)._unsafeUnwrapErr()).toMatchObject({
      kind: 'bundle-in-itself',
      variant: { id: 'loop' },
    })
  })

  it('takes bundles apart in pieces only', () => {
    const heavy = { ...want('set', 1), quantity: { value: '1', unit: 'KGM' } }
    expect(stockDemand([heavy], variantOf)._unsafeUnwrapErr().kind).toBe('unit-differs')
  })
})
