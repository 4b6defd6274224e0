import {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  Decimal,
  decimalOf,
  fromUnits,
  multiplyDecimals,
  negateDecimal,
  roundDecimal,
  subtractDecimals,
  toFixedDecimal,
  toUnits,
} from '@canonry/model'
import { arbitraryDecimal } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const property = (...laws: Parameters<typeof fc.assert>) => fc.assert(laws[0], { numRuns: 1000 })

describe('decimal', () => {
  it.each([
    ['10.00', '10'],
    ['+007.50', '7.5'],
    ['-0.00', '0'],
    ['.5', undefined],
    ['1.', '1'],
    ['1.5e3', '1500'],
    ['1E-3', '0.001'],
    ['820982911946154508', '820982911946154508'],
    ['1,5', undefined],
    ['NaN', undefined],
    ['', undefined],
    ['0x10', undefined],
    ['1e9999', undefined],
  ])('reads %s as %s', (text, expected) => {
    expect(decimalOf(text)).toBe(expected)
  })

  it('is a fixed point of reading what it prints', () => {
    property(
      fc.property(arbitraryDecimal, (a) => {
        expect(decimalOf(a)).toBe(a)
        expect(Decimal.safeParse(a).success).toBe(true)
      }),
    )
  })

  it('adds exactly, in any order and grouping', () => {
    property(
      fc.property(arbitraryDecimal, arbitraryDecimal, arbitraryDecimal, (a, b, c) => {
        expect(addDecimals(a, b)).toBe(addDecimals(b, a))
        expect(addDecimals(addDecimals(a, b), c)).toBe(addDecimals(a, addDecimals(b, c)))
        expect(subtractDecimals(addDecimals(a, b), b)).toBe(a)
      }),
    )
  })

  it('has one zero, and a magnitude', () => {
    expect(negateDecimal('0')).toBe('0')
    expect(subtractDecimals('0.1', '0.1')).toBe('0')
    expect(multiplyDecimals('-1', '0')).toBe('0')
    property(
      fc.property(arbitraryDecimal, (a) => {
        expect(negateDecimal(negateDecimal(a))).toBe(a)
        expect(addDecimals(a, negateDecimal(a))).toBe('0')
        expect(absoluteDecimal(a)).toBe(compareDecimals(a, '0') < 0 ? negateDecimal(a) : a)
        expect(absoluteDecimal(a)).not.toContain('-')
      }),
    )
  })

  it('multiplies distributively', () => {
    property(
      fc.property(arbitraryDecimal, arbitraryDecimal, arbitraryDecimal, (a, b, c) => {
        const left = multiplyDecimals(a, addDecimals(b, c))
        expect(left).toBe(addDecimals(multiplyDecimals(a, b), multiplyDecimals(a, c)))
      }),
    )
  })

  it('orders like subtraction', () => {
    property(
      fc.property(arbitraryDecimal, arbitraryDecimal, (a, b) => {
        const difference = subtractDecimals(a, b)
        const sign = difference === '0' ? 0 : difference.startsWith('-') ? -1 : 1
        expect(compareDecimals(a, b)).toBe(sign)
      }),
    )
  })

  it.each([
    ['2.345', 2, 'half-up', '2.35'],
    ['-2.345', 2, 'half-up', '-2.35'],
    ['2.345', 2, 'half-even', '2.34'],
    ['2.355', 2, 'half-even', '2.36'],
    ['2.349', 2, 'down', '2.34'],
    ['-2.341', 2, 'up', '-2.35'],
    ['0.004', 2, 'half-up', '0'],
    ['163.725', 2, 'half-up', '163.73'],
  ] as const)('rounds %s to %i digits %s as %s', (value, scale, mode, expected) => {
    expect(roundDecimal(value, scale, mode)).toBe(expected)
  })

  it('is never rounded further than one unit, by half a unit at most in the half modes', () => {
    property(
      fc.property(arbitraryDecimal, fc.integer({ min: 0, max: 8 }), (a, scale) => {
        const error = subtractDecimals(roundDecimal(a, scale, 'half-even'), a)
        const twice = multiplyDecimals(error.startsWith('-') ? negateDecimal(error) : error, '2')
        expect(compareDecimals(twice, fromUnits(1n, scale))).toBeLessThanOrEqual(0)
      }),
    )
  })

  it('prints a fixed number of digits, or nothing when digits would be lost', () => {
    expect(toFixedDecimal('19.9', 2)).toBe('19.90')
    expect(toFixedDecimal('-0.5', 2)).toBe('-0.50')
    expect(toFixedDecimal('1.1', 2)).toBe('1.10')
    expect(toFixedDecimal('1.09', 2)).toBe('1.09')
    expect(toFixedDecimal('5', 0)).toBe('5')
    expect(toFixedDecimal('0.001', 2)).toBeUndefined()
    expect(toUnits('19.9', 2)).toBe(1990n)
    expect(toUnits('19.999', 2)).toBeUndefined()
  })
})
