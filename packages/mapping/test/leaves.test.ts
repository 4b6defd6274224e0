import {
  bool,
  cases,
  currency,
  decimal,
  instant,
  int,
  isRefusal,
  type Leaf,
  rate,
  ref,
  sameValue,
  table,
  tags,
  text,
  textRef,
  WireNumber,
  wireId,
} from '@canonry/mapping'
import { decimalOf } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const context = { system: 'shop', account: 'acme' }
// biome-ignore lint/suspicious/noExplicitAny: the table holds leaves of all types
const all: readonly (readonly [string, Leaf<any, any, any>])[] = [
  ['text', text],
  ['int', int],
  ['bool', bool],
  ['decimal', decimal],
  ['rate', rate],
  ['currency', currency],
  ['instant', instant],
  ['wireId', wireId],
  ['ref', ref('Order')],
  ['textRef', textRef('Order')],
  ['tags', tags(',')],
  ['table', table({ A: 'a' })],
  ['open table', table({ A: 'a' }, { unknown: 'other' })],
  ['cases', cases([null, 'none'], [1, 'one'])],
]

describe.each(all)('the leaf %s', (_, leaf) => {
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constant(new WireNumber('1e400')),
    fc.constant(undefined),
  )

  it('answers for every wire value, and reads what it wrote', () => {
    fc.assert(
      fc.property(values, (wire) => {
        const value = leaf.decode(wire, context)
        if (isRefusal(value)) return
        const back = leaf.encode(value, context)
        if (!isRefusal(back)) expect(leaf.decode(back, context)).toEqual(value)
        if (isLossless(leaf, wire)) expect(sameValue(back, wire)).toBe(true)
      }),
    )
  })

  it('answers for every canonical value, and can read what it wrote', () => {
    fc.assert(
      fc.property(values, (value) => {
        const wire = leaf.encode(value, context)
        if (!isRefusal(wire)) expect(isRefusal(leaf.decode(wire, context))).toBe(false)
      }),
    )
  })
})

describe('decimal', () => {
  it.each([
    ['10.00', '10'],
    ['-0.00', '0'],
    ['+007', '7'],
    ['0.10', '0.1'],
  ])('reads %s as %s', (wire, value) => {
    expect(decimal.decode(wire, context)).toBe(value)
    expect(decimal.normal?.(wire)).toBe(value)
  })
})

describe('rate', () => {
  it.each([
    [0.19, '0.19', 0.19],
    [1e-7, '0.0000001', 1e-7],
    [
      new WireNumber('0.12345678901234567'),
      '0.12345678901234567',
      new WireNumber('0.12345678901234567'),
    ],
    ['0.190', '0.19', 0.19],
  ])('reads %s as %s', (wire, value, written) => {
    expect(rate.decode(wire, context)).toBe(value)
    expect(rate.encode(value, context)).toEqual(written)
  })

  it('reads and writes numbers whichever it has read and written before', () => {
    const few = Array.from({ length: 3 }, (_, index) => index)
    const numbers = [1e-3, 0.0625, 0.19, 1, 7.5, 1e6].flatMap((size) =>
      Array.from({ length: 200 }, (_, index) => size * index * (index % 2 === 0 ? 1 : -1)),
    )
    for (const number of few.flatMap(() => numbers)) {
      const value = rate.decode(number, context)
      expect(value).toBe(decimalOf(String(number)))
      if (String(number).length <= 15)
        expect(rate.encode(value as string, context)).toBe(number + 0)
    }
    expect(isRefusal(rate.encode('00.19', context))).toBe(true)
    expect(isRefusal(rate.encode('', context))).toBe(true)
  })

  it('reads a JSON number as the decimal that its text says', () => {
    const near = fc.constantFrom(1e-6, 9.99e-7, 1e21, 999_999_999_999_999_900_000, -0)
    fc.assert(
      fc.property(fc.oneof(fc.double(), near), (wire) => {
        const value = rate.decode(wire, context)
        const said = decimalOf(String(wire))
        if (said === undefined || said.length > 64) expect(isRefusal(value)).toBe(true)
        else expect(value).toBe(said)
      }),
    )
  })
})

describe('wireId', () => {
  it.each([
    [7, '7', 7],
    [-5, '-5', -5],
    ['0042', '0042', '0042'],
    [
      new WireNumber('820982911946154508'),
      '820982911946154508',
      new WireNumber('820982911946154508'),
    ],
  ])('reads %s as %s', (wire, id, written) => {
    expect(wireId.decode(wire, context)).toBe(id)
    expect(wireId.encode(id, context)).toEqual(written)
  })

  it('writes digits as the number that they say', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{0,14}$/), (id) => {
        expect(wireId.encode(id, context)).toBe(Number(id))
      }),
    )
  })
})

describe('table', () => {
  it('writes the first of several words', () => {
    const sizes = table({ S: 'small', XS: 'small' })
    expect(sizes.encode('small', context)).toBe('S')
    expect(sizes.loss).toBe('several words share one meaning; written are S')
  })

  it('shows an unlisted word only if it looks like one of a vocabulary', () => {
    const sizes = table({ S: 'small' }) as Leaf<string, string>
    expect(sizes.decode('partially_paid', context)).toMatchObject({ found: 'partially_paid' })
    expect(sizes.decode('Zoë Example', context)).toMatchObject({ found: undefined })
  })

  it('does not find words on a prototype', () => {
    const open = table({ S: 'small' }, { unknown: 'other' })
    expect(open.decode('constructor', context)).toBe('other')
    expect(open.decode('__proto__', context)).toBe('other')
  })
})

describe('tags', () => {
  it('refuses to write a word that would come back as two', () => {
    expect(isRefusal(tags(',').encode(['a, b'], context))).toBe(true)
    expect(tags(',').encode(['a', 'b c'], context)).toBe('a, b c')
  })
})

// biome-ignore lint/suspicious/noExplicitAny: the table holds leaves of all types
function isLossless({ lossless }: Leaf<any, any, any>, wire: unknown): boolean {
  return typeof lossless === 'function' ? lossless(wire) : lossless === true
}
