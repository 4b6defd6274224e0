import {
  currency,
  decode,
  each,
  from,
  group,
  leaf,
  mapping,
  maybe,
  nest,
  text,
  useInterpreter,
} from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { interpretDecode } from '../src/run/decode.js'

const context = { account: 'acme' }

const WireBox = z.object({
  no: z.string(),
  size: z.string().nullish(),
  in: z.object({ at: z.string() }),
})
const Box = z.object({ no: z.string(), size: z.string().optional(), at: z.string() })
const WireShelf = z.object({ boxes: z.array(WireBox), first: WireBox })
const Shelf = z.object({ first: Box, boxes: z.array(Box) })

const box = mapping({
  system: 'shop',
  entity: 'Box',
  wire: WireBox,
  canonical: Box,
  map: ($) => ({ no: from($.no, text), size: maybe($.size, text), at: from($.in.at, text) }),
})

describe('the interpreter', () => {
  it('reads fields in whatever order and company they come, one document after the other', () => {
    const plain = { no: '1', size: 'L', in: { at: 'A' } }
    const meant = { no: '1', size: 'L', at: 'A' }
    const documents = [
      [plain, meant, {}],
      [{ in: { at: 'A' }, size: 'L', no: '1' }, meant, {}],
      [{ more: 1, ...plain }, meant, { carried: { more: 1 } }],
      [
        { no: '1', more: 1, in: { at: 'A', less: 0 } },
        { no: '1', at: 'A' },
        { carried: { more: 1 }, inside: { in: { carried: { less: 0 } } } },
      ],
      [plain, meant, {}],
      [{ size: null, no: '1', in: { at: 'A' } }, { no: '1', at: 'A' }, { kept: { size: null } }],
      [plain, meant, {}],
    ] as const
    for (const [wire, entity, residue] of documents) {
      expect(interpretDecode(box, wire, context)._unsafeUnwrap()).toEqual({ entity, residue })
    }
  })

  it('leaves nothing of one element to the next, nor to what stands around them', () => {
    const shelf = mapping({
      system: 'shop',
      entity: 'Shelf',
      wire: WireShelf,
      canonical: Shelf,
      map: ($) => ({ first: nest($.first, box), boxes: each($.boxes, box, ({ no }) => no) }),
    })
    const racks = mapping({
      system: 'shop',
      entity: 'Racks',
      wire: z.object({ shelves: z.array(WireShelf), label: z.string() }),
      canonical: z.object({ shelves: z.array(Shelf), label: z.string() }),
      map: ($) => ({
        shelves: each($.shelves, shelf, ({ first }) => first.no),
        label: from($.label, text),
      }),
    })
    const at = { at: 'A' }
    const one = {
      first: { no: '1', in: at, new: 1 },
      boxes: [
        { no: '2', size: null, in: at },
        { no: '3', in: at },
      ],
    }
    const two = {
      first: { no: '4', size: 'S', in: at },
      boxes: [{ no: '5', in: { ...at, new: 2 } }],
    }
    const read = interpretDecode(racks, { shelves: [one, two], label: 'r' }, context)
    expect(read._unsafeUnwrap()).toEqual({
      entity: {
        shelves: [
          {
            first: { no: '1', at: 'A' },
            boxes: [
              { no: '2', at: 'A' },
              { no: '3', at: 'A' },
            ],
          },
          { first: { no: '4', size: 'S', at: 'A' }, boxes: [{ no: '5', at: 'A' }] },
        ],
        label: 'r',
      },
      residue: {
        inside: {
          shelves: {
            elements: [
              {
                name: '1',
                inside: {
                  first: { carried: { new: 1 } },
                  boxes: { elements: [{ name: '2', kept: { size: null } }] },
                },
              },
              {
                name: '4',
                inside: {
                  boxes: { elements: [{ name: '5', inside: { in: { carried: { new: 2 } } } }] },
                },
              },
            ],
          },
        },
      },
    })
  })

  it('makes an object of a repeated value for each that asks', () => {
    let count = 0
    const letters = leaf<string, { all: string }>({
      name: 'letters',
      doc: 'letters',
      decode: (all) => {
        count += 1
        return { all }
      },
      encode: ({ all }) => all,
      lossless: true,
    })
    const pair = mapping({
      system: 'shop',
      entity: 'Pair',
      wire: z.object({ a: z.string(), b: z.string() }),
      canonical: z.object({ both: z.array(z.object({ all: z.string() })) }),
      map: ($) => ({
        both: group(
          { a: [$.a, letters], b: [$.b, letters] },
          {
            doc: 'both',
            get: ({ a, b }) => [a, b],
            put: ([a, b]) => ({ a: a as { all: string }, b: b as { all: string } }),
          },
        ),
      }),
    })
    const { entity } = interpretDecode(pair, { a: 'x', b: 'x' }, context)._unsafeUnwrap()
    const [a, b] = (entity as { both: object[] }).both
    expect(a).toEqual(b)
    expect(a).not.toBe(b)
    expect(count).toBe(2)
  })

  it('asks about every code of a group that is not the one it took before', () => {
    const priced = mapping({
      system: 'shop',
      entity: 'Priced',
      wire: z.object({ own: z.string(), buyer: z.string() }),
      canonical: z.object({ codes: z.array(z.string()) }),
      map: ($) => ({
        codes: group(
          { own: [$.own, currency], buyer: [$.buyer, currency] },
          {
            doc: 'both codes',
            get: ({ own, buyer }) => [own, buyer],
            put: ([own = '', buyer = '']) => ({ own, buyer }),
          },
        ),
      }),
    })
    for (const wire of [
      { own: 'EUR', buyer: 'USD' },
      { own: 'USD', buyer: 'USD' },
    ]) {
      const { entity } = interpretDecode(priced, wire, context)._unsafeUnwrap()
      expect(entity).toEqual({ codes: [wire.own, wire.buyer] })
      for (const wrong of ['eur', '', 5, {}, ['USD'], null, undefined]) {
        expect(interpretDecode(priced, { ...wire, buyer: wrong }, context).isErr()).toBe(true)
      }
    }
  })

  it('lets a rule decode a document of its own while another one is read', () => {
    const inner = { ...box }
    useInterpreter(inner)
    const sent = mapping({
      system: 'shop',
      entity: 'Sent',
      wire: z.object({ a: z.string(), b: z.string() }),
      canonical: z.object({ all: z.array(z.string()) }),
      map: ($) => ({
        all: group(
          { a: [$.a, text], b: [$.b, text] },
          {
            doc: 'a box in text',
            get: ({ a, b }) => {
              const { entity } = decode(inner, JSON.parse(a), context)._unsafeUnwrap()
              return [entity.no, entity.at, b]
            },
            put: ([no = '', at = '', b = '']) => ({ a: JSON.stringify({ no, in: { at } }), b }),
          },
        ),
      }),
    })
    const wire = { a: JSON.stringify({ no: '1', in: { at: 'A' } }), b: 'x' }
    expect(interpretDecode(sent, wire, context)._unsafeUnwrap()).toEqual({
      entity: { all: ['1', 'A', 'x'] },
      residue: {},
    })
  })
})
