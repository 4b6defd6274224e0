import {
  currency,
  decode,
  each,
  encode,
  from,
  leaf,
  mapping,
  maybe,
  minorUnits,
  moneyIn,
  needs,
  refuse,
  sameValue,
  table,
  wireId,
} from '@canonry/mapping'
import {
  arbitraryEntity,
  arbitraryEntityOf,
  arbitraryWire,
  arbitraryWireOf,
} from '@canonry/mapping/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { arbitrarySubject } from './arbitrary-mapping.js'
import { context, shopMapping } from './shop.js'
import { storeMapping } from './store.js'

const subjects = [
  ['an order of the shop', shopMapping],
  ['a store', storeMapping],
] as const

describe.each(subjects)('generated for %s', (_, subject) => {
  it('are documents that the mapping reads', () => {
    fc.assert(
      fc.property(arbitraryWire(subject, { context }), (wire) => {
        expect(decode(subject as typeof shopMapping, wire, context).isOk()).toBe(true)
      }),
    )
  })

  it('are entities that the mapping writes, and that read back equal', () => {
    fc.assert(
      fc.property(arbitraryEntity(subject, { context }), (entity) => {
        const known = subject as typeof shopMapping
        const wire = encode(known, entity as never, { context })._unsafeUnwrap()
        expect(sameValue(decode(known, wire, context)._unsafeUnwrap().entity, entity)).toBe(true)
      }),
    )
  })
})

describe('generated documents', () => {
  it('are read by mappings of any shape', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitrarySubject(1), ({ mapping: made }) => {
        const account = { account: 'acme' }
        for (const wire of fc.sample(arbitraryWire(made, { context: account }), 3)) {
          expect(decode(made as typeof shopMapping, wire, account).isOk()).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('have every optional field, and do without it', () => {
    const some = fc.sample(arbitraryWire(shopMapping, { context }), 200) as Record<
      string,
      unknown
    >[]
    for (const field of ['note', 'paid', 'ship_to', 'tip', 'alias', 'fees']) {
      expect(some.some((wire) => wire[field] !== undefined && wire[field] !== null)).toBe(true)
      expect(some.some((wire) => wire[field] === undefined)).toBe(true)
    }
  })

  it('count what was of no use', () => {
    const tally = { made: 0, refused: 0 }
    fc.sample(arbitraryWire(storeMapping, { tally }), 50)
    expect(tally.made - tally.refused).toBeGreaterThanOrEqual(50)
  })
})

describe('a leaf that says nothing of its values', () => {
  const coded = leaf<string, string>({
    name: 'coded',
    doc: 'code with a prefix',
    lossless: true,
    decode: (wire) =>
      typeof wire === 'string' && wire.startsWith('code:')
        ? wire.slice(5)
        : refuse('code', 'code: and more'),
    encode: (value) => `code:${value}`,
  })
  const Coded = z.object({ code: z.string() })
  const required = mapping({
    system: 'shop',
    entity: 'Coded',
    wire: Coded,
    canonical: Coded,
    map: ($) => ({ code: from($.code, coded) }),
  })

  it('is left out where it may be', () => {
    const Maybe = z.object({ code: z.string().optional() })
    const optional = mapping({
      system: 'shop',
      entity: 'Coded',
      wire: Maybe,
      canonical: Maybe,
      map: ($) => ({ code: maybe($.code, coded) }),
    })
    for (const wire of fc.sample(arbitraryWire(optional), 20)) expect(wire).toEqual({})
  })

  it('stops the making where it may not, and says what helps', () => {
    expect(() => fc.sample(arbitraryWire(required), 1)).toThrow(
      /shop Coded: nothing made up is accepted[\s\S]*wire \/code[\s\S]*overrides/,
    )
  })

  it('takes what is said of its place, on either side', () => {
    const overrides = {
      wire: { '/code': fc.nat().map((code) => `code:${code}`) },
      entity: { '/code': fc.constant('7') },
    }
    const [wire] = fc.sample(arbitraryWire(required, { overrides }), 1)
    expect(wire).toEqual({ code: expect.stringMatching(/^code:\d+$/) })
    expect(fc.sample(arbitraryEntity(required, { overrides }), 1)).toEqual([{ code: '7' }])
  })
})

describe('a place that two rules write', () => {
  it('stops the making where they never agree, and names the other rule', () => {
    const twice = mapping({
      system: 'shop',
      entity: 'Twice',
      wire: z.object({ state: z.string() }),
      canonical: z.object({ first: z.string(), second: z.string() }),
      map: ($) => ({
        first: from($.state, table({ A: 'one' }, { unknown: 'other' })),
        second: from($.state, table({ B: 'two' }, { unknown: 'other' })),
      }),
    })
    const make = () => fc.sample(arbitraryEntity(twice), 1)
    expect(make).toThrow(
      /wire \/state, entity \/second[\s\S]*written by "A → one" \(entity \/first\)/,
    )
    expect(make).not.toThrow(/Give the leaf a domain/)
  })
})

describe('what a document hands down', () => {
  it('is what the values inside it are made for', () => {
    const Priced = z.object({ currency: z.string(), prices: z.array(z.object({ cents: z.int() })) })
    const Money = z.object({ amount: z.object({ amount: z.string(), currency: z.string() }) })
    const price = mapping({
      system: 'shop',
      entity: 'Price',
      wire: Priced.shape.prices.element,
      canonical: Money,
      needs: needs<{ readonly currency: string }>(),
      map: ($) => ({ amount: from($.cents, moneyIn(minorUnits())) }),
    })
    const priced = mapping({
      system: 'shop',
      entity: 'Priced',
      wire: Priced,
      canonical: z.object({ currency: z.string(), prices: z.array(Money) }),
      context: ($) => ({ currency: $.currency }),
      map: ($) => ({
        currency: from($.currency, currency),
        prices: each($.prices, price, ({ amount }) => amount.amount),
      }),
    })
    const made = fc.sample(arbitraryEntity(priced), 50) as z.infer<typeof priced.canonical>[]
    expect(new Set(made.map((entity) => entity['currency'])).size).toBeGreaterThan(2)
    for (const entity of made) {
      const { prices } = entity as { prices: z.infer<typeof Money>[] }
      for (const { amount } of prices) expect(amount.currency).toBe(entity['currency'])
    }
  })
})

describe('numeric ids', () => {
  it('are made of more digits than a double holds as well, on both sides', () => {
    const isLong = (id: unknown) => typeof id === 'string' && BigInt(id) > 2n ** 53n
    const wires = fc.sample(arbitraryWireOf(wireId), { numRuns: 100, seed: 7 })
    expect(wires.filter(isLong).length).toBeGreaterThan(5)
    const ids = fc.sample(arbitraryEntityOf(wireId), { numRuns: 100, seed: 7 })
    expect(ids.filter(isLong).length).toBeGreaterThan(5)
  })
})
