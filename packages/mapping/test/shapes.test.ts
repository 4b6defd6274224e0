import {
  decode,
  derived,
  eachEntry,
  encode,
  from,
  int,
  joint,
  mapping,
  refuse,
  rows,
  text,
} from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Item = z.object({ sku: z.string(), count: z.int() })
const Stock = z.object({
  opens: z.string(),
  closes: z.string(),
  note: z.string(),
  items: z.array(Item),
  total: z.int(),
})
type Stock = z.infer<typeof Stock>

const WireItem = z.object({ sku: z.string(), on_hand: z.int() })
const WireStock = z.object({
  hours: z.string(),
  note: z.string(),
  items: z.record(z.string(), z.object({ on_hand: z.int() })),
})

const itemMapping = mapping({
  system: 'shop',
  entity: 'Item',
  wire: WireItem,
  canonical: Item,
  map: ($) => ({ sku: from($.sku, text), count: from($.on_hand, int) }),
})

const stockMapping = mapping({
  system: 'shop',
  entity: 'Stock',
  wire: WireStock,
  canonical: Stock,
  map: ($) => ({
    ...joint(
      { hours: [$.hours, text] },
      {
        fields: ['opens', 'closes'],
        doc: 'opening hours, from – to',
        get: ({ hours }) => {
          const [opens, closes, ...others] = hours?.split('-') ?? []
          return opens === undefined || closes === undefined || others.length > 0
            ? refuse('hours', 'two times with a dash between them')
            : { opens, closes }
        },
        put: ({ opens, closes }) => ({ hours: `${opens}-${closes}` }),
      },
    ),
    note: from($.note, text),
    items: eachEntry($.items, itemMapping, ({ sku }) => sku, { keyed: 'sku' }),
    total: derived('the sum of all counts', ({ items }: Stock) =>
      items.reduce((sum, { count }) => sum + count, 0),
    ),
  }),
})

const stock = {
  hours: '09-18',
  note: '',
  items: { A: { on_hand: 2, shelf: 'x' }, B: { on_hand: 3 } },
}

const documents = fc.record({
  hours: fc.constantFrom('9-18', '10-20'),
  note: fc.string(),
  items: fc.dictionary(
    fc.oneof(fc.constantFrom('__proto__', 'constructor', '1'), fc.string()),
    fc.record({ on_hand: fc.nat(99), shelf: fc.string() }, { requiredKeys: ['on_hand'] }),
  ),
})

describe('a mapping with joint, derived and keyed rules', () => {
  const overrides = { wire: { '/hours': fc.constantFrom('09-18', '10-20') } }
  const subject = { mapping: stockMapping, context: {}, documents, overrides }
  for (const { name, run } of mappingLaws) {
    it(`keeps the law of ${name}`, () => run(subject))
  }

  it('reads several fields from one place, a list from an object, and what follows', () => {
    const { entity, residue } = decode(stockMapping, stock, {})._unsafeUnwrap()
    expect(entity).toEqual({
      opens: '09',
      closes: '18',
      note: '',
      items: [
        { sku: 'A', count: 2 },
        { sku: 'B', count: 3 },
      ],
      total: 5,
    })
    expect(residue).toEqual({
      inside: { items: { elements: [{ name: 'A', carried: { shelf: 'x' } }] } },
    })
    expect(encode(stockMapping, entity, { context: {}, residue })._unsafeUnwrap()).toEqual(stock)
  })

  it('refuses a value that does not follow, and names that are given twice', () => {
    const { entity } = decode(stockMapping, stock, {})._unsafeUnwrap()
    expect(
      encode(stockMapping, { ...entity, total: 6 }, { context: {} })._unsafeUnwrapErr(),
    ).toMatchObject([{ code: 'not-derived', entity: '/total' }])
    const items = [
      { sku: 'A', count: 2 },
      { sku: 'A', count: 3 },
    ]
    expect(
      encode(stockMapping, { ...entity, items }, { context: {} })._unsafeUnwrapErr(),
    ).toMatchObject([{ code: 'name', wire: '/items', entity: '/items' }])
  })

  it('names an entry by its key in errors', () => {
    const items = { 'a/b': { on_hand: '2' }, c: { on_hand: 1, sku: 'd' } }
    expect(decode(stockMapping, { ...stock, items, hours: '9' }, {})._unsafeUnwrapErr()).toEqual([
      {
        rule: 'opening hours, from – to',
        code: 'hours',
        expected: 'two times with a dash between them',
        found: 'an object',
        wire: '/hours',
        entity: '',
      },
      {
        rule: 'int',
        code: 'type',
        expected: 'a whole number below 2^53',
        found: 'text of length 1',
        wire: '/items/a~1b/on_hand',
        entity: '/items/0/count',
      },
      {
        rule: 'each',
        code: 'keyed-field',
        expected: 'an object without the field that stands for its name',
        found: 'an object',
        wire: '/items/c',
        entity: '/items/1',
      },
    ])
  })

  it('says each field of a joint, and what is derived, in its rows', () => {
    expect(rows(stockMapping)).toMatchObject([
      { wire: '/hours', entity: '/opens', rule: 'opening hours, from – to' },
      { wire: '/hours', entity: '/closes', rule: 'opening hours, from – to' },
      { wire: '/note', entity: '/note' },
      { wire: '/items/*', entity: '/items/*' },
      { wire: '/items/*/sku', entity: '/items/*/sku' },
      { wire: '/items/*/on_hand', entity: '/items/*/count' },
      { wire: '', entity: '/total', rule: 'the sum of all counts' },
    ])
  })
})
