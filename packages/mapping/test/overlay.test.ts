import {
  absent,
  decimal,
  decode,
  encode,
  extend,
  flag,
  from,
  mapping,
  maybe,
  pairs,
  rows,
  text,
} from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Parcel = z.object({
  number: z.string(),
  attributes: z.record(z.string(), z.json()).optional(),
})
const Note = z.object({ name: z.string(), value: z.string().nullish() })
const WireParcel = z.object({
  no: z.string(),
  notes: z.unknown().optional(),
  custom: z.unknown().optional(),
})

const parcel = mapping({
  system: 'shop',
  entity: 'Parcel',
  wire: WireParcel,
  canonical: Parcel,
  map: ($) => ({ number: from($.no, text), attributes: absent('an overlay gives them types') }),
  preserve: ($) => [$.notes],
  ignore: ($) => [[$.custom, 'fields of one shop']],
})

const ours = extend(parcel, {
  wire: z.object({
    notes: z.array(Note).nullish(),
    custom: z.object({ weight: z.string().nullish() }).nullish(),
  }),
  attributes: ($) => ({
    ...pairs(
      $.notes,
      { name: 'name', value: 'value' },
      {
        giftWrap: ['Gift wrap', flag('yes', 'no')],
        engraving: text,
      },
    ),
    weight: maybe($.custom.weight, decimal),
  }),
})

const wire = {
  no: 'P-1',
  notes: [
    { name: 'utm', value: 'spring' },
    { name: 'Gift wrap', value: 'yes', by: 'till' },
    { name: 'engraving', value: null },
  ],
  custom: { weight: '1.50', shelf: 'B' },
}

const documents = fc.record(
  {
    no: fc.string(),
    notes: fc.option(
      fc.array(
        fc.record(
          {
            name: fc.constantFrom('Gift wrap', 'engraving', 'utm', '__proto__'),
            value: fc.constantFrom('yes', 'no'),
            by: fc.string(),
          },
          { requiredKeys: ['name'] },
        ),
        { maxLength: 4 },
      ),
    ),
    custom: fc.option(fc.record({ weight: fc.constantFrom('1', '2.50'), shelf: fc.nat() })),
  },
  { requiredKeys: ['no'] },
)

describe('an overlay', () => {
  for (const { name, run } of mappingLaws) {
    it(`keeps the law of ${name}`, () => run({ mapping: ours, context: {}, documents }))
  }

  it('gives custom fields types, in the attributes of the entity', () => {
    const { entity } = decode(ours, wire, {})._unsafeUnwrap()
    const { giftWrap, weight, engraving } = entity.attributes
    const typed: readonly [boolean | undefined, string | undefined] = [giftWrap, weight]
    expect(typed).toEqual([true, '1.5'])
    expect(engraving).toBeUndefined()
  })

  it('writes back every pair that it does not know, in its place', () => {
    const { entity, residue } = decode(ours, wire, {})._unsafeUnwrap()
    expect(encode(ours, entity, { context: {}, residue })._unsafeUnwrap()).toEqual({
      ...wire,
      custom: { weight: '1.5', shelf: 'B' },
    })
  })

  it('changes a pair in its place, adds one at the end, and takes one away', () => {
    const { entity, residue } = decode(ours, wire, {})._unsafeUnwrap()
    const write = (attributes: typeof entity.attributes) =>
      encode(ours, { ...entity, attributes }, { context: {}, residue })._unsafeUnwrap()
    const [utm, gift, blank] = wire.notes
    expect(write({ ...entity.attributes, giftWrap: false, engraving: 'Zoe' })).toMatchObject({
      notes: [utm, { ...gift, value: 'no' }, { ...blank, value: 'Zoe' }],
    })
    expect(write({ ...entity.attributes, giftWrap: undefined })).toMatchObject({
      notes: [utm, blank],
    })
    const fresh = encode(ours, entity, { context: {} })._unsafeUnwrap()
    expect(fresh).toMatchObject({ notes: [{ name: 'Gift wrap', value: 'yes' }] })
  })

  it('refuses what a pair cannot say, at its place on both sides', () => {
    const notes = [wire.notes[0], { name: 'Gift wrap', value: 'maybe' }]
    expect(decode(ours, { ...wire, notes }, {})._unsafeUnwrapErr()).toMatchObject([
      { wire: '/notes/1/value', entity: '/attributes/giftWrap' },
    ])
    expect(decode(ours, { ...wire, notes: 7 }, {})._unsafeUnwrapErr()).toMatchObject([
      { code: 'type', wire: '/notes' },
    ])
  })

  it('takes its fields out of what was carried unread, and says so in the rows', () => {
    expect(rows(ours)).toMatchObject([
      { wire: '/no', entity: '/number', rule: 'text' },
      {
        wire: '/notes/*',
        entity: '/attributes/giftWrap',
        rule: expect.stringContaining('value of “Gift wrap”'),
      },
      {
        wire: '/notes/*',
        entity: '/attributes/engraving',
        rule: 'value of “engraving”: text (optional)',
      },
      {
        wire: '/custom/weight',
        entity: '/attributes/weight',
        rule: expect.stringContaining('decimal'),
      },
    ])
  })
})

describe('an overlay of a field inside an object that the mapping reads', () => {
  const Wire = z.object({ item: z.object({ id: z.string() }).nullish() })
  const Item = z.object({
    id: z.string().optional(),
    attributes: z.record(z.string(), z.any()).optional(),
  })
  const base = mapping({
    system: 'shop',
    entity: 'Item',
    wire: Wire,
    canonical: Item,
    map: ($) => ({ id: maybe($.item.id, text), attributes: absent('an overlay gives them types') }),
  })
  const branded = extend(base, {
    wire: z.object({ item: z.object({ brand: z.string().optional() }).optional() }),
    attributes: ($) => ({ brand: maybe($.item.brand, text) }),
  })

  it('leaves the other fields of the object in the schema', () => {
    const accepts = (wire: unknown) => branded.wire.safeParse(wire).success
    expect([{ item: { id: 'A', brand: 'B' } }, { item: null }, {}].map(accepts)).toEqual([
      true,
      true,
      true,
    ])
    expect([{ item: {} }, { item: { id: 'A', brand: 1 } }].map(accepts)).toEqual([false, false])
  })
})
