import { decode, group, type Mapping, mapping, patch, provenance, rows } from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { writable } from '../src/testing/apply-patch.js'
import { arbitraryShopOrder, context, type ShopOrder, shopMapping, shopOrder } from './shop.js'
import { arbitraryWireStore, type Store, store, storeMapping } from './store.js'

const { entity: order, residue } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
const ofOrder = (after: ShopOrder) => patch(shopMapping, { before: order, after }, { context })
const ofStore = (after: Store) => patch(storeMapping, { before: store, after }, { context: {} })
const changesOf = (after: Store) => ofStore(after)._unsafeUnwrap().changes

describe('patch', () => {
  it('is empty between equal entities', () => {
    expect(ofOrder(structuredClone(order))._unsafeUnwrap()).toEqual({
      changes: [],
      unwritten: [],
    })
  })

  it('names both places, the new wire value, and the operation that brings it about', () => {
    expect(ofOrder({ ...order, note: 'ring twice' })._unsafeUnwrap().changes).toEqual([
      {
        kind: 'changed',
        entity: '/note',
        keys: [],
        write: 'changeNote',
        wire: [{ pointer: '/note', value: 'ring twice' }],
      },
    ])
  })

  it('empties a place whose value is gone', () => {
    const before = { ...order, note: 'x' }
    const { note: _, ...after } = before
    const { changes } = patch(shopMapping, { before, after }, { context })._unsafeUnwrap()
    expect(changes).toMatchObject([{ entity: '/note', wire: [{ pointer: '/note' }] }])
    expect(changes[0]).not.toHaveProperty('wire.0.value')
  })

  it('refuses every difference that no operation can bring about, and names both places', () => {
    const after = {
      ...order,
      number: '#8',
      end: { state: 'closed' as const, at: 'noon' },
      lines: order.lines.slice(1),
      note: 'may change',
    }
    expect(ofOrder(after)._unsafeUnwrapErr()).toEqual([
      { kind: 'read-only', entity: '/number', wire: ['/name'] },
      { kind: 'read-only', entity: '/end', wire: ['/closed_at'] },
      { kind: 'read-only', entity: '/lines/0', wire: ['/lines/0'] },
    ])
  })

  it('names an operation for each place of a group, and refuses the places that have none', () => {
    const Wire = z.object({ size: z.int(), colour: z.string(), weight: z.int() })
    const Look = z.object({ size: z.int(), colour: z.string(), weight: z.int() })
    const Thing = z.object({ look: Look })
    const things = mapping({
      system: 'till',
      entity: 'Thing',
      wire: Wire,
      canonical: Thing,
      map: ($) => ({
        look: group(
          { size: $.size, colour: $.colour, weight: $.weight },
          { doc: 'as it looks', get: (look) => look, put: (look) => look },
          { write: { size: 'resize', colour: 'paint' } },
        ),
      }),
    })
    const look = { size: 1, colour: 'red', weight: 5 }
    const ofThing = (after: Partial<typeof look>) =>
      patch(things, { before: { look }, after: { look: { ...look, ...after } } }, { context: {} })
    expect(ofThing({ size: 2, colour: 'blue' })._unsafeUnwrap().changes).toMatchObject([
      { entity: '/look', write: 'resize', wire: [{ pointer: '/size', value: 2 }] },
      { entity: '/look', write: 'paint', wire: [{ pointer: '/colour', value: 'blue' }] },
    ])
    expect(ofThing({ size: 2, weight: 6 })._unsafeUnwrapErr()).toEqual([
      { kind: 'read-only', entity: '/look', wire: ['/weight'] },
    ])
    expect(rows(things).map(({ wire, write }) => [wire, write])).toEqual([
      ['/size', 'resize'],
      ['/colour', 'paint'],
      ['/weight', undefined],
    ])
    expect(provenance(things, '/look')).toMatchObject([{ write: 'resize' }])
  })

  it('says what cannot be written at all, of either entity or the base', () => {
    const odd = { ...order, size: 'other' as const, number: '#8' }
    expect(ofOrder(odd)._unsafeUnwrapErr()).toMatchObject([
      { kind: 'unmappable', of: 'after', error: { code: 'no-word', entity: '/size' } },
    ])
    const both = patch(shopMapping, { before: odd, after: odd }, { context })
    expect(both._unsafeUnwrapErr()).toMatchObject([{ of: 'before' }, { of: 'after' }])
    const based = patch(shopMapping, { before: order, after: order }, { context, base: {} })
    expect(based._unsafeUnwrapErr()).toContainEqual(expect.objectContaining({ of: 'base' }))
  })

  it("keeps the document's own words, from residue and from a base alike", () => {
    const after = { ...order, note: 'x' }
    for (const options of [
      { context, residue },
      { context, base: shopOrder },
    ]) {
      const { changes } = patch(shopMapping, { before: order, after }, options)._unsafeUnwrap()
      expect(changes).toHaveLength(1)
    }
  })

  it('aligns list elements by key, and tells equal keys apart by number', () => {
    const after = structuredClone(order)
    after.fees.push({ kind: 'fee', amount: '1' })
    expect(ofOrder(after)._unsafeUnwrapErr()).toEqual([
      { kind: 'read-only', entity: '/fees/2', wire: ['/fees/1'] },
    ])
  })

  it('says which elements come, go and change, each by its key', () => {
    const after = {
      ...store,
      shelves: [
        { sku: 'C', count: 2 },
        { sku: 'A/1', count: 5 },
      ],
      units: 7,
    }
    expect(changesOf(after)).toEqual([
      {
        kind: 'changed',
        entity: '/shelves/1/count',
        keys: ['A/1'],
        write: 'setCount',
        wire: [{ pointer: '/stock/A~11/count', value: 5 }],
      },
      {
        kind: 'removed',
        entity: '/shelves/1',
        keys: [],
        write: 'stockUp',
        key: 'B',
        wire: '/stock/B',
      },
      {
        kind: 'added',
        entity: '/shelves/0',
        keys: [],
        write: 'stockUp',
        key: 'C',
        wire: '/stock/C',
        value: { count: 2 },
      },
    ])
  })

  it('writes fields that belong together as one change', () => {
    expect(changesOf({ ...store, closes: '20:00' })).toEqual([
      {
        kind: 'changed',
        entity: '/closes',
        keys: [],
        write: 'setHours',
        wire: [{ pointer: '/hours', value: '9:00-20:00' }],
      },
    ])
  })

  it('writes a list of pairs as a whole', () => {
    const found = ofStore({ ...store, motto: 'hi', area: 30 })
    expect(found._unsafeUnwrapErr()).toEqual([
      { kind: 'read-only', entity: '/motto', wire: ['/extras'] },
    ])
  })

  it('lets the operation of a nested document hold for what is inside, unless it has its own', () => {
    const manager = { name: 'Eve', phone: '2' }
    expect(changesOf({ ...store, manager })).toMatchObject([
      { entity: '/manager/name', write: 'setManager' },
      { entity: '/manager/phone', write: 'setPhone' },
    ])
    const { manager: _, ...without } = store
    expect(changesOf(without)).toMatchObject([
      { entity: '/manager', write: 'setManager', wire: [{ pointer: '/manager' }] },
    ])
  })

  it('says what is different and reaches no place of the system', () => {
    const after = {
      ...store,
      floor: '2',
      guests: [...store.guests].reverse(),
    }
    expect(ofStore(after)._unsafeUnwrap()).toMatchObject({
      changes: [],
      unwritten: [
        { entity: '/guests', reason: 'no operation changes the order of the list' },
        { entity: '/floor', reason: 'tills know no floors' },
      ],
    })
    const ref = { system: 'erp', account: 'a', kind: 'Order', id: '9' }
    expect(ofOrder({ ...order, aliases: [ref] })._unsafeUnwrap().unwritten).toEqual([
      {
        entity: '/aliases',
        reason: 'elements that do not belong to this system are left as they are',
      },
    ])
  })

  it('lets an amount follow the currency that it is in', () => {
    const priced = (currency: string) => ({
      ...order,
      currency,
      lines: order.lines.map((line) => ({ ...line, price: { amount: '1', currency } })),
    })
    const kept = {
      inside: { lines: { elements: [{ name: '11', missing: ['price_set'] }] } },
    }
    const found = patch(
      shopMapping,
      { before: priced('EUR'), after: priced('USD') },
      { context, residue: kept },
    )
    expect(
      found._unsafeUnwrapErr().map((refusal) => refusal.kind === 'read-only' && refusal.entity),
    ).toEqual(['/currency', '/lines/1/price'])
  })

  it('refuses what contradicts the values that it follows from', () => {
    expect(ofStore({ ...store, units: 99 })._unsafeUnwrapErr()).toMatchObject([
      { kind: 'unmappable', of: 'after', error: { code: 'not-derived', entity: '/units' } },
    ])
  })

  it('takes any entity, whatever it is, without throwing', () => {
    for (const odd of [null, undefined, 1, [], {}, { lines: 7 }]) {
      const found = patch(shopMapping, { before: odd as never, after: odd as never }, { context })
      expect(found.isErr()).toBe(true)
    }
  })

  it.each([
    ['the shop', shopMapping, arbitraryShopOrder],
    ['a store', storeMapping, arbitraryWireStore],
  ] as const)('refuses only what no operation changes, of documents of %s', (_, of, documents) => {
    // biome-ignore lint/suspicious/noExplicitAny: mappings of all types
    const mapping: Mapping<any, any, any> = of
    const all = writable(mapping)
    fc.assert(
      fc.property(documents, documents, (earlier, later) => {
        const { entity: before, residue } = decode(mapping, earlier, context)._unsafeUnwrap()
        const { entity: after } = decode(mapping, later, context)._unsafeUnwrap()
        const options = { context, residue }
        const free = patch(all, { before, after }, options)
        fc.pre(free.isOk())
        const places = new Set(free._unsafeUnwrap().changes.map(({ entity }) => entity))
        const named = patch(mapping, { before, after }, options).match(
          ({ changes }) => changes.map(({ entity }) => entity),
          (refusals) => refusals.map((found) => (found.kind === 'read-only' ? found.entity : '')),
        )
        expect(named.filter((entity) => !places.has(entity))).toEqual([])
      }),
    )
  })
})

describe('the mapping of a store', () => {
  const subject = { mapping: storeMapping, context: {}, documents: arbitraryWireStore }
  it.each(mappingLaws)('keeps $name', ({ run }) => run(subject))
})
