import {
  concat,
  constant,
  decode,
  each,
  from,
  type Handle,
  leaf,
  mapping,
  nest,
  refuse,
  rows,
  single,
  text,
  WireNumber,
} from '@canonry/mapping'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { context, ShopOrder, shopMapping, shopOrder } from './shop.js'

const ref = (kind: string, id: string) => ({ system: 'shop', account: 'acme', kind, id })
const errorsOf = (wire: unknown) => decode(shopMapping, wire, context)._unsafeUnwrapErr()

describe('decode', () => {
  it('reads a document into an entity and keeps what has no place in it', () => {
    const { entity, residue } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
    expect(entity).toEqual({
      ref: ref('Order', '7'),
      number: '#7',
      count: 2,
      currency: 'EUR',
      paid: 'yes',
      size: 'small',
      end: { state: 'open' },
      ship: { city: 'Ulm' },
      buyer: {},
      tags: ['vip', 'gift'],
      lines: [
        { key: '0', ref: ref('Line', '11'), price: { amount: '10', currency: 'EUR' }, taxes: [] },
        { key: '1', ref: ref('Line', '12'), price: { amount: '3.5', currency: 'EUR' }, taxes: [] },
      ],
      fees: [
        { kind: 'fee', amount: '1' },
        { kind: 'tip', amount: '2' },
      ],
      aliases: [],
      channel: 'shop',
    })
    expect(ShopOrder.parse(entity)).toEqual(entity)
    expect(residue).toEqual({
      carried: { token: 'abc' },
      kept: { note: null, size: 'XS', customer: null, alias: null },
      inside: {
        ship_to: { carried: { floor: 3 } },
        lines: {
          elements: [
            { name: '11', carried: { gift: true }, missing: ['price_set', 'taxes'] },
            { name: '12', missing: ['taxes'], inside: { price_set: { carried: { hint: 'x' } } } },
          ],
        },
      },
    })
  })

  it('names list elements in the residue by key, and counts equal keys', () => {
    const line = { id: 3, price: '1' }
    const wire = {
      ...shopOrder,
      lines: [
        { ...line, a: 1 },
        { ...line, a: 2 },
      ],
    }
    const { residue } = decode(shopMapping, wire, context)._unsafeUnwrap()
    expect(residue.inside?.['lines']?.elements).toMatchObject([
      { name: '3', carried: { a: 1 } },
      { name: '3#1', carried: { a: 2 } },
    ])
  })

  it('keeps numbers that a double cannot hold', () => {
    const wire = {
      ...shopOrder,
      id: new WireNumber('820982911946154508'),
      drift: new WireNumber('1e400'),
    }
    const { entity, residue } = decode(shopMapping, wire, context)._unsafeUnwrap()
    expect(entity.ref.id).toBe('820982911946154508')
    expect(residue.carried?.['drift']).toEqual(new WireNumber('1e400'))
  })

  it('refuses an id that has already gone through a double', () => {
    expect(errorsOf({ ...shopOrder, id: 820982911946154500 })).toMatchObject([
      { code: 'rounded-id', wire: '/id', entity: '/ref' },
    ])
  })

  it('collects all errors, with concrete places on both sides', () => {
    const lines = [{ id: 1, price: '1' }, { id: 'x', price: 'much' }, 7]
    const wire = { ...shopOrder, name: 5, currency: null, lines, fees: [{}], ship_to: 'Ulm' }
    expect(errorsOf(wire)).toEqual([
      {
        rule: 'text',
        code: 'type',
        expected: 'text',
        found: 'a number',
        wire: '/name',
        entity: '/number',
      },
      {
        rule: 'currency',
        code: 'missing',
        expected: 'a value',
        found: 'null',
        wire: '/currency',
        entity: '/currency',
      },
      {
        rule: 'nest',
        code: 'type',
        expected: 'an object',
        found: 'text of length 3',
        wire: '/ship_to',
        entity: '/ship',
      },
      {
        rule: 'ref',
        code: 'id',
        expected: 'a numeric id',
        found: 'text of length 1',
        wire: '/lines/1/id',
        entity: '/lines/1/ref',
      },
      {
        rule: 'price and its set; the set wins',
        code: 'decimal',
        expected: 'a decimal of at most 64 characters',
        found: 'text of length 4',
        wire: '/lines/1/price',
        entity: '/lines/1/price',
      },
      {
        rule: 'each',
        code: 'type',
        expected: 'an object',
        found: 'a number',
        wire: '/lines/2',
        entity: '/lines/2',
      },
      {
        rule: 'decimal',
        code: 'missing',
        expected: 'a value',
        found: 'nothing',
        wire: '/fees/0/amount',
        entity: '/fees/0/amount',
      },
    ])
  })

  it('names the element of a list that several places make', () => {
    const wire = { ...shopOrder, fees: [{ amount: '1' }, { amount: '2' }], tip: 'much' }
    expect(errorsOf(wire)).toMatchObject([{ wire: '/tip', entity: '/fees/2' }])
  })

  it('refuses a value where it needs an object to enter', () => {
    expect(errorsOf({ ...shopOrder, customer: 'Zoë' })).toEqual([
      {
        rule: 'object',
        code: 'type',
        expected: 'an object',
        found: 'text of length 3',
        wire: '/customer',
        entity: '',
      },
    ])
  })

  it.each([undefined, null, 7, 'text', [], new WireNumber('1e400')])(
    'refuses %s as a document',
    (wire) => {
      expect(errorsOf(wire)).toMatchObject([{ rule: 'Order', code: 'type', wire: '', entity: '' }])
    },
  )

  it('turns what a rule throws into an error', () => {
    const throwing = leaf<string, string>({
      name: 'throwing',
      doc: 'throws',
      decode: () => {
        throw new Error('personal')
      },
      encode: () => refuse('never', 'never'),
    })
    const Text = z.object({ a: z.string() })
    const one = { system: 'shop', entity: 'One', wire: Text, canonical: Text }
    const declared = mapping({ ...one, map: ($) => ({ a: from($.a, throwing) }) })
    const errors = decode(declared, { a: 'x' }, {})._unsafeUnwrapErr()
    expect(errors).toMatchObject([{ rule: 'throwing', code: 'rule-threw', wire: '/a' }])
    expect(JSON.stringify(errors)).not.toContain('personal')
  })
})

describe('mapping', () => {
  it('refuses two rules of which one reads a part of what the other reads', () => {
    const Inner = z.object({ a: z.string() })
    const Outer = z.object({ inner: Inner })
    const all = leaf<{ a: string }, { a: string }>({
      name: 'all',
      doc: 'the whole',
      lossless: true,
      decode: (wire) => wire,
      encode: (value) => value,
    })
    const declare = () =>
      mapping({
        system: 'shop',
        entity: 'Twice',
        wire: Outer,
        canonical: z.object({ whole: Inner, part: z.string() }),
        map: ($) => ({ whole: from($.inner, all), part: from($.inner.a, text) }),
      }).nodes
    expect(declare).toThrow('shop Twice: /inner is read, and so is /inner/a')
  })

  const Pair = z.object({ a: z.string(), b: z.string() })
  const pair = { system: 'shop', entity: 'Pair', wire: Pair }

  it('refuses a rule for a field that the entity does not have', () => {
    const named = z.object({ name: z.object({ first: z.string() }) })
    const declare = () =>
      mapping({
        ...pair,
        canonical: named,
        map: ($) => ({ name: { first: from($.a, text), frist: from($.b, text) } }),
      }).nodes
    expect(declare).toThrow('shop Pair: the entity has no /name/frist')
  })

  it('refuses to account a second time for what is read', () => {
    const canonical = z.object({ name: z.string() })
    const map = ($: Handle<z.infer<typeof Pair>>) => ({ name: from($.a, text) })
    const rest = { ...pair, canonical, map }
    const ignored = () => mapping({ ...rest, ignore: ($) => [[$.a, 'no use']] }).nodes
    const preserved = () => mapping({ ...rest, preserve: ($) => [$.b, $.a] }).nodes
    const both = () =>
      mapping({ ...rest, preserve: ($) => [$.b], ignore: ($) => [[$.b, 'no use']] }).nodes
    expect(ignored).toThrow('shop Pair: /a is read, so it is neither preserved nor ignored')
    expect(preserved).toThrow('shop Pair: /a is read, so it is neither preserved nor ignored')
    expect(both).toThrow('shop Pair: /b is preserved or ignored twice')
  })

  it('is made when it is first used, once, with all that is inside', () => {
    const canonical = z.object({ name: z.string() })
    const map = vi.fn(($: Handle<z.infer<typeof Pair>>) => ({ name: from($.a, text) }))
    const inner = mapping({ ...pair, canonical, map, preserve: ($) => [$.b] })
    const outer = mapping({
      ...pair,
      wire: z.object({ list: z.array(Pair), one: Pair }),
      canonical: z.object({ list: z.array(canonical) }),
      map: ($) => ({
        list: concat(
          each($.list, inner, ({ name }) => name),
          single(nest($.one, inner)),
        ),
      }),
    })
    expect(map).not.toHaveBeenCalled()
    expect(outer.nodes).toBe(outer.nodes)
    expect(map).toHaveBeenCalledOnce()
    expect(inner.preserve.map(({ pointer }) => pointer)).toEqual(['/b'])
    expect(map).toHaveBeenCalledOnce()
  })
})

describe('rows', () => {
  it('tell everything that a mapping does, rules first', () => {
    const lines = rows(shopMapping).map(({ wire, entity, rule, loss, write }) =>
      [wire, entity, rule, loss, write].map((cell) => cell ?? '').join(' | '),
    )
    expect(lines).toMatchInlineSnapshot(`
      [
        "/id | /ref | id of Order | whether the id was written as text | ",
        "/name | /number | text |  | ",
        "/count | /count | whole number |  | ",
        "/note | /note | text (optional) |  | changeNote",
        "/currency | /currency | currency code |  | ",
        "/paid | /paid | true → yes, false → no, null → unknown |  | ",
        "/size | /size | S → small, XS → small, L → large | several words share one meaning; written are S, L; words that are not listed become other | ",
        "/cancelled_at | /end | cancelled wins over closed | when a cancelled order was closed | ",
        "/closed_at | /end | cancelled wins over closed | when a cancelled order was closed | ",
        "/ship_to | /ship | Place |  | ",
        "/ship_to/city | /ship/city | text (optional) |  | ",
        "/customer/id | /buyer/id | text (optional) |  | ",
        "/customer/vip | /buyer/vip | yes or no (optional) |  | ",
        "/tags | /tags | words parted by "," |  | ",
        "/lines/* | /lines/* | each Line |  | ",
        " | /lines/*/key | position in the list |  | ",
        "/lines/*/id | /lines/*/ref | id of Line | whether the id was written as text | ",
        "/lines/*/price | /lines/*/price | price and its set; the set wins |  | ",
        "/lines/*/price_set/amount | /lines/*/price | price and its set; the set wins |  | ",
        "/lines/*/price_set/currency_code | /lines/*/price | price and its set; the set wins |  | ",
        "/lines/*/taxes/* | /lines/*/taxes/* | each Tax |  | ",
        "/lines/*/taxes/*/title | /lines/*/taxes/*/title | text |  | ",
        "/lines/*/taxes/*/rate | /lines/*/taxes/*/rate | JSON number, exact (optional) | whether the number was written as text | ",
        "/fees/* | /fees/* | each Fee |  | ",
        " | /fees/*/kind | always "fee" |  | ",
        "/fees/*/amount | /fees/*/amount | decimal text, exact; trailing zeros do not count |  | ",
        "/tip | /fees/* | a tip, where there is one |  | ",
        "/alias | /aliases/* | id of Alias (optional) | whether the id was written as text | ",
        " | /channel | always "shop" |  | ",
        " | /loyalty | absent | the shop has no loyalty programme | ",
        "/token |  | preserved |  | ",
        "/session/id |  | ignored | a browser session says nothing about the order | ",
      ]
    `)
  })
})

describe('a value that the mapping fixes', () => {
  const labelled = mapping({
    system: 'till',
    entity: 'Receipt',
    wire: z.object({ id: z.string() }),
    canonical: z.object({ id: z.string(), tags: z.array(z.object({ name: z.string() })) }),
    map: ($) => ({ id: from($.id, text), tags: constant([{ name: 'till' }]) as never }),
  })

  it('is the same in all entities, so that nobody can change it', () => {
    const read = () => decode(labelled, { id: '1' }, {})._unsafeUnwrap().entity
    expect(() => read().tags.push({ name: 'vip' })).toThrow(TypeError)
    expect(() => Object.assign(read().tags[0] ?? {}, { name: 'vip' })).toThrow(TypeError)
    expect(read()).toEqual({ id: '1', tags: [{ name: 'till' }] })
  })
})
