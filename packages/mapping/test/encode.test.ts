import { decode, encode, normalise, type Residue, WireNumber } from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { context, type ShopOrder, shopMapping, shopOrder } from './shop.js'

const read = (wire: unknown) => decode(shopMapping, wire, context)._unsafeUnwrap()
const write = (entity: ShopOrder, residue: Residue = {}) =>
  encode(shopMapping, entity, { context, residue })._unsafeUnwrap() as Record<string, unknown>
const errorsOf = (entity: ShopOrder, residue: Residue = {}) =>
  encode(shopMapping, entity, { context, residue })._unsafeUnwrapErr()
const { entity, residue } = read(shopOrder)

describe('encode', () => {
  it('gives back the document, amounts in normal form', () => {
    const back = write(entity, residue)
    expect(back).toEqual(normalise(shopMapping, shopOrder))
    expect(back).toMatchObject({ lines: [{ price: '10' }, { price_set: { amount: '3.5' } }] })
  })

  it('writes a new document without residue, leaving out what is absent', () => {
    expect(write(entity)).toEqual({
      id: 7,
      name: '#7',
      count: 2,
      currency: 'EUR',
      paid: true,
      size: 'S',
      ship_to: { city: 'Ulm' },
      tags: 'vip, gift',
      lines: [
        { id: 11, price: '10', price_set: { amount: '10', currency_code: 'EUR' }, taxes: [] },
        { id: 12, price: '3.5', price_set: { amount: '3.5', currency_code: 'EUR' }, taxes: [] },
      ],
      fees: [{ amount: '1' }],
      tip: '2',
    })
  })

  it('takes what the entity does not cover from an earlier document', () => {
    const renamed = { ...entity, number: '#8' }
    const back = encode(shopMapping, renamed, { context, base: shopOrder })._unsafeUnwrap()
    expect(back).toEqual({ ...(normalise(shopMapping, shopOrder) as object), name: '#8' })
  })

  it('refuses an earlier document that cannot be read', () => {
    const errors = encode(shopMapping, entity, { context, base: {} })._unsafeUnwrapErr()
    expect(errors).toContainEqual(expect.objectContaining({ code: 'missing', wire: '/id' }))
  })

  it('keeps the document’s own word only as long as it says the entity’s value', () => {
    expect(write(entity, residue)['size']).toBe('XS')
    expect(write({ ...entity, size: 'large' }, residue)['size']).toBe('L')
  })

  it('gives elements back what is theirs, wherever they are by now', () => {
    const line = { price: '1', price_set: { amount: '1', currency_code: 'EUR' }, taxes: [] }
    const lines = [11, 12, 13, 13, 14].map((id, n) => ({ ...line, id, note: `note ${n}` }))
    const was = read({ ...shopOrder, lines })
    const [first, second, third, twin, last] = was.entity.lines
    const moved = [last, third, { ...first, ref: { ...first?.ref, id: '15' } }, twin, second]
    const back = write({ ...was.entity, lines: moved as typeof was.entity.lines }, was.residue)
    expect((back['lines'] as object[]).map((each) => 'note' in each && each.note)).toEqual([
      'note 4',
      'note 2',
      false,
      'note 3',
      'note 1',
    ])
  })

  it('gives an unlisted word back, and refuses to invent one', () => {
    const odd = read({ ...shopOrder, size: 'XXL' })
    expect(odd.entity.size).toBe('other')
    expect(write(odd.entity, odd.residue)['size']).toBe('XXL')
    expect(errorsOf(odd.entity)).toMatchObject([
      { code: 'no-word', wire: '/size', entity: '/size' },
    ])
  })

  it('follows an element that has moved', () => {
    const lines = [...entity.lines].reverse()
    expect(write({ ...entity, lines }, residue)['lines']).toMatchObject([
      { id: 12, price_set: { hint: 'x' } },
      { id: 11, gift: true },
    ])
  })

  it('drops what was kept of an element that is gone', () => {
    const back = write({ ...entity, lines: [], ship: undefined as never }, residue)
    expect(back).toMatchObject({ lines: [] })
    expect(back).not.toHaveProperty('ship_to')
  })

  it('keeps a set away that the document did not have, until the entity needs it', () => {
    const [first, second] = entity.lines
    if (!first || !second) throw new Error('two lines')
    const priced = (amount: string, currency: string) =>
      write({ ...entity, lines: [{ ...first, price: { amount, currency } }, second] }, residue)
    expect(priced('12', 'EUR')).toMatchObject({ lines: [{ id: 11, price: '12', gift: true }, {}] })
    expect(priced('12', 'EUR')).not.toHaveProperty('lines.0.price_set')
    expect(priced('12', 'USD')).toHaveProperty('lines.0.price_set', {
      amount: '12',
      currency_code: 'USD',
    })
  })

  it('keeps the unheard-of field of an object whose value has changed', () => {
    const [first, second] = entity.lines
    if (!first || !second) throw new Error('two lines')
    const lines = [first, { ...second, price: { amount: '4', currency: 'EUR' } }]
    expect(write({ ...entity, lines }, residue)).toHaveProperty('lines.1.price_set', {
      amount: '4',
      currency_code: 'EUR',
      hint: 'x',
    })
  })

  it('fills an object that was null', () => {
    expect(write({ ...entity, buyer: { id: 'b' } }, residue)['customer']).toEqual({ id: 'b' })
  })

  it('writes an id with every digit', () => {
    const ref = { ...entity.ref, id: '820982911946154508' }
    expect(write({ ...entity, ref }, residue)['id']).toEqual(new WireNumber('820982911946154508'))
  })

  it('leaves a list missing that was missing, until it has elements', () => {
    const { fees, ...without } = shopOrder
    const bare = read({ ...without, tip: null })
    expect(fees).toBeDefined()
    expect(write(bare.entity, bare.residue)).not.toHaveProperty('fees')
    expect(
      write({ ...bare.entity, fees: [{ kind: 'fee', amount: '1' }] }, bare.residue),
    ).toMatchObject({
      fees: [{ amount: '1' }],
    })
  })

  it('refuses a ref of another system', () => {
    const ref = { ...entity.ref, system: 'erp' }
    expect(errorsOf({ ...entity, ref })).toEqual([
      {
        rule: 'ref',
        code: 'foreign-ref',
        expected: 'a ref of shop Order in the account of the document',
        found: 'an object',
        wire: '/id',
        entity: '/ref',
      },
    ])
  })

  it('leaves another system’s element of a list unwritten', () => {
    const aliases = [{ ...entity.ref, system: 'erp' }]
    expect(write({ ...entity, aliases })).not.toHaveProperty('alias')
  })

  it('refuses an element that no part of a list owns, and one too many', () => {
    const fees = [
      { kind: 'tip', amount: '1' },
      { kind: 'tip', amount: '2' },
      { kind: 'toll' as never, amount: '3' },
    ] as const
    expect(errorsOf({ ...entity, fees: [...fees] })).toMatchObject([
      { rule: 'concat', code: 'no-place', entity: '/fees/2' },
      { rule: 'single', code: 'no-place', entity: '/fees/1' },
    ])
  })

  it('refuses another value than the mapping’s constant', () => {
    expect(errorsOf({ ...entity, channel: 'market' as never })).toMatchObject([
      { rule: 'constant', code: 'not-constant', entity: '/channel' },
    ])
  })

  it('does not write what the system does not have', () => {
    expect(write({ ...entity, loyalty: 'gold' })).toEqual(write(entity))
  })

  it('collects all errors, with concrete places on both sides', () => {
    const [first, second] = entity.lines
    const lines = [first, { ...second, price: { amount: '1.', currency: 'euro' } }, null]
    expect(errorsOf({ ...entity, number: 5 as never, lines: lines as never })).toMatchObject([
      { rule: 'text', code: 'type', found: 'a number', wire: '/name', entity: '/number' },
      { code: 'decimal', wire: '/lines/1/price', entity: '/lines/1/price' },
      { code: 'decimal', wire: '/lines/1/price_set/amount', entity: '/lines/1/price' },
      { code: 'currency', wire: '/lines/1/price_set/currency_code', entity: '/lines/1/price' },
      { code: 'no-key', wire: '/lines', entity: '/lines/2' },
    ])
  })
})
