import {
  constant,
  currency,
  each,
  extend,
  from,
  group,
  int,
  leaf,
  mapping,
  maybe,
  pairs,
  rows,
  text,
  WireNumber,
} from '@canonry/mapping'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compiledOf } from '../src/compile/compiled.js'
import { interpretDecode } from '../src/run/decode.js'
import { interpretEncode } from '../src/run/encode.js'
import { startResidue } from '../src/run/residue.js'
import { allPlaces, changePlace } from '../src/testing/change-place.js'
import { sameValue } from '../src/wire/same-value.js'
import { arbitrarySubject } from './arbitrary-mapping.js'

const context = { account: 'acme' }

const drawn = arbitrarySubject(2).chain(({ mapping, documents }) =>
  fc.record({ wire: documents, other: documents }).map(({ wire, other }) => ({
    mapping,
    wire,
    other,
    [fc.toStringMethod]: () =>
      `${JSON.stringify(rows(mapping), null, 1)} ${fc.stringify(wire)} ${fc.stringify(other)}`,
  })),
)

/** One value of a document replaced by anything. */
const spoil = fc.record({ pick: fc.nat(), value: fc.jsonValue() }).map(({ pick, value }) => {
  return (wire: unknown): unknown => {
    const places = allPlaces(wire).filter((place) => place.length > 0)
    return changePlace(wire, places[pick % places.length] ?? [], value)
  }
})

// every run makes and compiles a mapping of its own
describe('generated code', { timeout: 120_000 }, () => {
  it('reads what the interpreter reads, and keeps what it keeps', () => {
    let read = 0
    fc.assert(
      fc.property(drawn, fc.option(spoil), ({ mapping, wire: whole }, spoiled) => {
        const wire = spoiled ? spoiled(whole) : whole
        const meant = interpretDecode(mapping, wire, context)
        const code = compiledOf(mapping)
        const residue = startResidue()
        if (meant.isErr()) {
          expect(() => code?.read(wire as object, context, residue)).toThrow()
          return
        }
        read += 1
        expectSame({ entity: code?.read(wire as object, context, residue), residue }, meant.value)
        expectSame(code?.read(wire as object, context, undefined), meant.value.entity)
      }),
      { numRuns: 2000 },
    )
    expect(read).toBeGreaterThan(1000)
  })

  it('writes what the interpreter writes, over its own residue, none and another’s', () => {
    fc.assert(
      fc.property(drawn, ({ mapping, wire, other }) => {
        const one = interpretDecode(mapping, wire, context)
        const two = interpretDecode(mapping, other, context)
        if (one.isErr() || two.isErr()) return
        const { entity } = one.value
        const code = compiledOf(mapping)
        for (const residue of [one.value.residue, {}, two.value.residue]) {
          const meant = interpretEncode(mapping, { entity, context, residue })
          if (meant.isErr()) expect(() => code?.write(entity, context, residue)).toThrow()
          else expectSame(code?.write(entity, context, residue), meant.value)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('reads a mapping beside one that extends it and shares its rules', () => {
    const Parcel = z.object({ no: z.string(), kind: z.string(), attributes: z.json().optional() })
    const WireParcel = z.object({ no: z.string() })
    const parcel = mapping({
      system: 'shop',
      entity: 'Parcel',
      wire: WireParcel,
      canonical: Parcel.omit({ attributes: true }),
      map: ($) => ({ no: from($.no, text), kind: constant('parcel') }),
    })
    const labelled = extend(parcel, {
      wire: z.object({ label: z.string() }),
      attributes: ($) => ({ label: from($.label, text) }),
    })
    const both = mapping({
      system: 'shop',
      entity: 'Swap',
      wire: z.object({ plain: z.array(WireParcel), labelled: z.array(z.any()) }),
      canonical: z.object({ plain: z.array(z.any()), labelled: z.array(z.any()) }),
      map: ($) => ({
        plain: each($.plain, parcel, ({ no }) => no),
        labelled: each($.labelled, labelled, () => 'one'),
      }),
    })
    const wire = { plain: [{ no: '1' }], labelled: [{ no: '2', label: 'x' }] }
    expect(compiledOf(both)?.read(wire, context, undefined)).toEqual({
      plain: [{ no: '1', kind: 'parcel' }],
      labelled: [{ no: '2', kind: 'parcel', attributes: { label: 'x' } }],
    })
  })

  it('reads pairs in whatever order and company they come as the interpreter does', () => {
    const noted = mapping({
      system: 'shop',
      entity: 'Noted',
      wire: z.object({ notes: z.array(z.any()).nullish() }),
      canonical: z.object({
        gift: z.string().optional(),
        count: z.number().optional(),
      }),
      map: ($) => pairs($.notes, { name: 'k', value: 'v' }, { gift: text, count: int }),
    })
    const twins = mapping({
      system: 'shop',
      entity: 'Twins',
      wire: z.object({ notes: z.array(z.any()).nullish() }),
      canonical: z.object({ gift: z.string().optional(), twin: z.string().optional() }),
      map: ($) => pairs($.notes, { name: 'k', value: 'v' }, { gift: text, twin: ['gift', text] }),
    })
    const gift = { k: 'gift', v: 'yes' }
    const count = { k: 'count', v: 2 }
    const known: fc.Arbitrary<unknown>[] = [gift, count].map((pair) => fc.constant(pair))
    const others = [
      { k: 'gift', v: null },
      { k: 'count', v: 'two' },
      { ...gift, more: 1 },
      { k: 'gift' },
      ['gift'],
      null,
      'x',
      { k: 'other', v: 1 },
    ]
    const list = fc.array(fc.oneof(...known, fc.constantFrom(...others)), { maxLength: 4 })
    fc.assert(
      fc.property(fc.constantFrom(noted, twins), fc.option(list), (mapped, notes) => {
        const meant = interpretDecode(mapped, { notes }, context)
        const code = compiledOf(mapped)
        const residue = startResidue()
        if (meant.isErr()) expect(() => code?.read({ notes }, context, residue)).toThrow()
        else {
          expectSame({ entity: code?.read({ notes }, context, residue), residue }, meant.value)
          expectSame(code?.read({ notes }, context, undefined), meant.value.entity)
        }
      }),
      {
        numRuns: 1000,
        examples: [
          [noted, [gift, count]],
          [twins, [gift]],
          [noted, [count, gift]],
        ],
      },
    )
  })

  it('asks about every code that is not the one it took before', () => {
    const priced = mapping({
      system: 'shop',
      entity: 'Priced',
      wire: z.object({ own: z.string(), buyer: z.string() }),
      canonical: z.object({ own: z.string(), buyer: z.string() }),
      map: ($) => ({ own: from($.own, currency), buyer: from($.buyer, currency) }),
    })
    const code = compiledOf(priced)
    for (const [own, buyer] of [
      ['EUR', 'USD'],
      ['USD', 'EUR'],
      ['EUR', 'EUR'],
    ]) {
      expect(code?.read({ own, buyer }, context, undefined)).toEqual({ own, buyer })
      expect(code?.write({ own, buyer }, context, undefined)).toEqual({ own, buyer })
      for (const wrong of ['eur', 'EURO', '', 5, {}, ['EUR'], null, undefined]) {
        expect(() => code?.read({ own, buyer: wrong }, context, undefined)).toThrow()
        expect(() => code?.write({ own: wrong, buyer }, context, undefined)).toThrow()
      }
    }
  })

  it('takes what says nothing of its making for an object, and a list for none', () => {
    const boxed = mapping({
      system: 'shop',
      entity: 'Boxed',
      wire: z.object({ box: z.object({ no: z.string() }).nullish() }),
      canonical: z.object({ no: z.string().optional() }),
      map: ($) => ({ no: maybe($.box.no, text) }),
    })
    const code = compiledOf(boxed)
    const bare = Object.assign(Object.create(null), { no: '1' })
    for (const box of [{ no: '1' }, bare, { no: '1', constructor: 'theirs' }]) {
      expect(code?.read({ box }, context, undefined)).toEqual({ no: '1' })
    }
    for (const box of [[], new WireNumber('1'), 'text', 5, true]) {
      expect(() => code?.read({ box }, context, undefined)).toThrow()
      expect(interpretDecode(boxed, { box }, context).isErr()).toBe(true)
    }
  })

  it('reads and writes a repeated value as the leaf does, 0 and -0 apart', () => {
    const sign = leaf<number, string>({
      name: 'sign',
      doc: 'the sign of a number',
      decode: (wire) => (Object.is(wire, -0) ? 'minus' : 'plus'),
      encode: (said) => (said === 'minus' ? -0 : 0),
    })
    const signs = mapping({
      system: 'shop',
      entity: 'Signs',
      wire: z.object({ a: z.number(), b: z.number(), c: z.number() }),
      canonical: z.object({ all: z.array(z.string()) }),
      map: ($) => ({
        all: group(
          { a: [$.a, sign], b: [$.b, sign], c: [$.c, sign] },
          {
            doc: 'all signs',
            get: ({ a, b, c }) => [a, b, c],
            put: ([a = '', b = '', c = '']) => ({ a, b, c }),
          },
        ),
      }),
    })
    const code = compiledOf(signs)
    const wire = { a: 0, b: -0, c: -0 }
    expect(code?.read(wire, context, undefined)).toEqual({ all: ['plus', 'minus', 'minus'] })
    expect(code?.write({ all: ['plus', 'minus', 'minus'] }, context, undefined)).toEqual(wire)
  })
})

function expectSame(actual: unknown, expected: unknown): void {
  if (!sameValue(actual, expected)) expect(actual).toStrictEqual(expected)
}
