import {
  businessDate,
  Currency,
  checkStockMoves,
  Decimal,
  type EntityName,
  entities,
  extendPrice,
  foldStock,
  Gtin,
  Instant,
  LocalDate,
  meetDemand,
  Price,
  parseCurrency,
  parseDecimal,
  parseGln,
  parseGtin,
  parseInstant,
  parseSscc,
  parseZone,
  priceAt,
  Quantity,
  Reservation,
  rateFromPercent,
  StockMove,
  stockPosition,
  Zone,
} from '@canonry/model'
import {
  arbitraryLocation,
  arbitraryPrice,
  arbitraryProduct,
  arbitraryPromotion,
  arbitraryReservation,
  arbitraryStockMove,
  arbitraryStockPosition,
  arbitraryVariant,
} from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const made: Partial<Record<EntityName, fc.Arbitrary<unknown>>> = {
  product: arbitraryProduct,
  variant: arbitraryVariant,
  price: arbitraryPrice,
  promotion: arbitraryPromotion,
  location: arbitraryLocation,
  stockMove: arbitraryStockMove,
  reservation: arbitraryReservation,
  stockPosition: arbitraryStockPosition,
}
// values that are right somewhere and wrong elsewhere
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    ...['0', '-1', '1e5', '-0', '9'.repeat(40), `0.${'1'.repeat(40)}`, '__proto__', 'toString', ''],
    ...['EUR', 'XXX', 'C62', 'KGM', 'B22', '9999-12-31T23:59:59Z', '0000-01-01T00:00:00+23:59'],
    ...['2026-02-30', '24:00', 'Europe/Berlin', '00000000000000', '04006381333931'],
  ),
)

/** The value with what stands at one of its places replaced. */
function replaced(value: unknown, place: number, by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by
  const entries = Object.entries(value)
  const at = place % (entries.length + 1)
  const entry = entries[at]
  if (entry === undefined) return by
  const [key, part] = entry
  const part2 = place > 40 ? by : replaced(part, Math.floor(place / 3), by)
  return Array.isArray(value)
    ? value.map((item, index) => (index === at ? part2 : item))
    : { ...value, [key]: part2 }
}

describe('any JSON value', () => {
  it.each(Object.keys(entities) as EntityName[])(
    'is a %s or is refused, and never throws',
    (name) => {
      const { schema, check } = entities[name]
      const entity = made[name]
      const values = entity
        ? fc.oneof(
            { weight: 1, arbitrary: fc.jsonValue() },
            {
              weight: 9,
              arbitrary: fc
                .tuple(entity, fc.array(fc.tuple(fc.nat(60), odd), { minLength: 1, maxLength: 3 }))
                .map(([whole, changes]) =>
                  changes.reduce((value, [place, by]) => replaced(value, place, by), whole),
                ),
            },
          )
        : fc.jsonValue()
      fc.assert(
        fc.property(values, (value) => {
          const parsed = schema.safeParse(value)
          if (parsed.success) expect(Array.isArray(check(parsed.data as never))).toBe(true)
        }),
        { numRuns: 1000 },
      )
    },
  )

  it('is refused by every value schema without throwing', () => {
    fc.assert(
      fc.property(odd, (value) => {
        for (const schema of [Currency, Decimal, Gtin, Instant, LocalDate, Quantity, Zone]) {
          schema.safeParse(value)
          schema.safeParse({ value, unit: value })
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    odd.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    fc.stringMatching(/^[\d .,eE+\-%():TZ/]{0,20}$/),
  )

  it('is read, or refused with a reason, a place inside it or at its end, and a right example', () => {
    const parsers = [parseCurrency, parseGln, parseGtin, parseInstant, parseSscc, parseZone]
    fc.assert(
      fc.property(text, fc.constantFrom(...parsers), (input, parse) => {
        const answer = parse(input)
        if (answer.isOk()) return
        const { message, position, example } = answer.error
        expect(message).not.toBe('')
        expect(position).toBeGreaterThanOrEqual(0)
        expect(position).toBeLessThanOrEqual(input.length)
        expect(parse(example).isOk()).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  it('is a decimal, a percentage and a business date, or none', () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        for (const number of [parseDecimal(a), rateFromPercent(a)]) {
          if (number !== undefined) expect(Decimal.safeParse(number).success).toBe(true)
        }
        const date = businessDate(a, { zone: b, cutOver: c })
        if (date.isOk()) expect(LocalDate.safeParse(date.value).success).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('valid entities with odd values', () => {
  const valid = <E>(
    schema: { safeParse(value: unknown): { success: boolean; data?: E } },
    arbitrary: fc.Arbitrary<E>,
  ) =>
    fc.array(
      fc
        .tuple(arbitrary, fc.nat(60), odd)
        .map(([whole, place, by]) => schema.safeParse(replaced(whole, place, by)).data ?? whole),
      { maxLength: 6 },
    )

  it('are folded, priced and promised without throwing', () => {
    fc.assert(
      fc.property(
        valid(StockMove, arbitraryStockMove),
        valid(Reservation, arbitraryReservation),
        valid(Price, arbitraryPrice),
        (moves, reservations, prices) => {
          foldStock(moves)
          checkStockMoves(moves)
          for (const { variant, location, quantity } of reservations) {
            const asked = { variant, location, at: '2026-06-01T00:00:00Z', unit: quantity.unit }
            const { position } = stockPosition(moves, reservations, asked)
            expect(meetDemand([{ variant, location, quantity }], [position])).toBeDefined()
            priceAt(prices, { at: asked.at, quantity })
            for (const price of prices) extendPrice(price, quantity, 'half-even')
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
