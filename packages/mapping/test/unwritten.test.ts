import {
  absent,
  concat,
  each,
  encode,
  from,
  group,
  int,
  mapping,
  nest,
  patch,
  provenance,
  rows,
  single,
  text,
  unwritten,
} from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Price = z.object({ value: z.int(), note: z.string().optional() })
const Fee = z.object({ kind: z.string(), price: Price, title: z.string().optional() })
type Fee = z.infer<typeof Fee>
const Wire = z.object({
  tip: z.int().optional(),
  fees: z.array(z.object({ kind: z.string(), cents: z.int() })),
  seller: z.object({ name: z.string() }),
})
const Sale = z.object({
  fees: z.array(Fee),
  seller: z.object({ name: z.string(), age: z.int().optional() }),
  floor: z.string().optional(),
})

const feeMapping = mapping({
  system: 'till',
  entity: 'Fee',
  wire: Wire.shape.fees.element,
  canonical: Fee,
  map: ($) => ({
    kind: from($.kind, text),
    price: { value: from($.cents, int), note: absent('prices have no notes') },
    title: absent('the kind says it'),
  }),
})

const sellerMapping = mapping({
  system: 'till',
  entity: 'Seller',
  wire: Wire.shape.seller,
  canonical: Sale.shape.seller,
  map: ($) => ({ name: from($.name, text), age: absent('nobody asks') }),
})

const saleMapping = mapping({
  system: 'till',
  entity: 'Sale',
  wire: Wire,
  canonical: Sale,
  map: ($) => ({
    fees: concat(
      single(
        group(
          { tip: $.tip },
          {
            doc: 'the tip',
            unwritten: { '/title': 'a tip is a number', '/price/note': 'a tip is a number' },
            get: ({ tip }): Fee | undefined =>
              tip === undefined ? undefined : { kind: 'tip', price: { value: tip } },
            put: (fee) => ({ tip: fee?.price.value }),
          },
          { write: 'setTip' },
        ),
        { owns: ({ kind }) => kind === 'tip' },
      ),
      each($.fees, feeMapping, ({ kind }) => kind),
    ),
    seller: nest($.seller, sellerMapping),
    floor: absent('tills know no floors'),
  }),
})

const tip = { kind: 'tip', price: { value: 3 } }
const sale = { fees: [tip], seller: { name: 'Ada' } }
const titled = { ...tip, title: 'Thanks' }
const lost = { entity: '/fees/0/title', reason: 'a tip is a number' }

describe('what a mapping does not write', () => {
  it('is nothing where the system has a place for everything', () => {
    expect(unwritten(saleMapping, sale)).toEqual([])
  })

  it('is named place by place with the reason, whatever it is in', () => {
    const bag = { kind: 'bag', price: { value: 1, note: 'n' }, title: 'Bag' }
    const all = {
      fees: [bag, { ...titled, price: { value: 3, note: 'n' } }],
      seller: { name: 'Ada', age: 36 },
      floor: '2',
    }
    expect(unwritten(saleMapping, all)).toEqual([
      { entity: '/fees/0/price/note', reason: 'prices have no notes' },
      { entity: '/fees/0/title', reason: 'the kind says it' },
      { entity: '/fees/1/title', reason: 'a tip is a number' },
      { entity: '/fees/1/price/note', reason: 'a tip is a number' },
      { entity: '/seller/age', reason: 'nobody asks' },
      { entity: '/floor', reason: 'tills know no floors' },
    ])
  })

  it('is no error: the rest is written', () => {
    const wire = encode(saleMapping, { ...sale, fees: [titled] }, { context: {} })
    expect(wire._unsafeUnwrap()).toMatchObject({ tip: 3 })
  })

  it('is said by a patch, beside what changes', () => {
    const of = (fee: Fee) => ({ before: sale, after: { ...sale, fees: [fee] } })
    const patched = (fee: Fee) => patch(saleMapping, of(fee), { context: {} })._unsafeUnwrap()
    expect(patched(titled)).toMatchObject({ changes: [], unwritten: [lost] })
    expect(patched({ ...titled, price: { value: 4 } })).toMatchObject({
      changes: [{ wire: [{ pointer: '/tip', value: 4 }] }],
      unwritten: [lost],
    })
  })

  it('stands in the mapping document, and has no origin', () => {
    expect(rows(saleMapping)).toContainEqual({
      wire: '',
      entity: '/fees/*/title',
      rule: 'absent',
      loss: 'a tip is a number',
    })
    expect(provenance(saleMapping, '/fees/0/title')).toMatchObject([
      { source: 'absent', entity: '/fees/0/title', loss: 'a tip is a number' },
      { source: 'absent', loss: 'the kind says it' },
    ])
  })

  it('names elements that belong to another system', () => {
    const Listed = z.object({ tags: z.array(z.object({ of: z.string() })) })
    const listMapping = mapping({
      system: 'till',
      entity: 'Listed',
      wire: Listed,
      canonical: Listed,
      map: ($) => ({
        tags: each(
          $.tags,
          mapping({
            system: 'till',
            entity: 'Tag',
            wire: Listed.shape.tags.element,
            canonical: Listed.shape.tags.element,
            map: (tag) => ({ of: from(tag.of, text) }),
          }),
          ({ of }) => of,
          { owns: ({ of }) => of === 'till' },
        ),
      }),
    })
    expect(unwritten(listMapping, { tags: [{ of: 'till' }, { of: 'erp' }] })).toEqual([
      { entity: '/tags/1', reason: expect.stringContaining('do not belong to this system') },
    ])
  })
})
