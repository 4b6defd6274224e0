import {
  addDecimals,
  compareDecimals,
  type Decimal,
  divideDecimals,
  fromUnits,
  multiplyDecimals,
  type RoundingMode,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
  toFixedDecimal,
} from '@canonry/model'
import { arbitraryDecimal } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aligned,
  divideUnits,
  placePoint,
  printScaled,
  scaled,
} from '../src/value/exact-decimal.js'

const modes = ['half-up', 'half-even', 'half-down', 'down', 'up', 'ceiling', 'floor'] as const

// around the border where numbers stop being exact, and everyday amounts
const decimal: fc.Arbitrary<Decimal> = fc.oneof(
  fc
    .tuple(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }), fc.integer({ min: 0, max: 4 }))
    .map(([units, scale]) => fromUnits(units, scale)),
  fc
    .tuple(fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }), fc.integer({ min: 0, max: 18 }))
    .map(([units, scale]) => fromUnits(units, scale)),
  fc
    .tuple(
      fc.constantFrom(1n, -1n),
      fc.integer({ min: 10, max: 18 }),
      fc.integer({ min: 0, max: 18 }),
    )
    .map(([sign, digits, scale]) => fromUnits(sign * (10n ** BigInt(digits) - 1n), scale)),
  arbitraryDecimal,
)
const twoDecimals = (law: (a: Decimal, b: Decimal) => void) =>
  fc.assert(fc.property(decimal, decimal, law), { numRuns: 3000 })

describe('the safe-integer path of decimals', () => {
  it('adds, multiplies and compares as whole numbers of any size do', () => {
    twoDecimals((a, b) => {
      const [x, y, scale] = aligned(a, b)
      expect(addDecimals(a, b)).toBe(printScaled({ units: x + y, scale }))
      expect(subtractDecimals(a, b)).toBe(printScaled({ units: x - y, scale }))
      expect(compareDecimals(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0)
      const product = {
        units: scaled(a).units * scaled(b).units,
        scale: scaled(a).scale + scaled(b).scale,
      }
      expect(multiplyDecimals(a, b)).toBe(printScaled(product))
    })
  })

  it('sums a list as adding one by one does', () => {
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 20 }), (parts) => {
        expect(sumDecimals(parts)).toBe(parts.reduce(addDecimals, '0'))
      }),
      { numRuns: 2000 },
    )
  })

  it('rounds as whole numbers of any size do, in every mode', () => {
    const law = (a: Decimal, scale: number, mode: RoundingMode) => {
      const value = scaled(a)
      const divisor = 10n ** BigInt(Math.max(0, value.scale - scale))
      const units = divideUnits(value.units, divisor, mode)
      expect(roundDecimal(a, scale, mode)).toBe(
        printScaled({ units, scale: Math.min(scale, value.scale) }),
      )
    }
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 6 }), fc.constantFrom(...modes), law),
      {
        numRuns: 3000,
      },
    )
  })

  it('pads as whole numbers of any size do', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 20 }), (a, scale) => {
        const value = scaled(a)
        const expected =
          value.scale > scale
            ? undefined
            : placePoint(value.units * 10n ** BigInt(scale - value.scale), scale)
        expect(toFixedDecimal(a, scale)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  it('never reads what is no number as one', () => {
    expect(() => addDecimals('1,5', '1')).toThrow(SyntaxError)
    expect(() => addDecimals('1.2.3', '1')).toThrow(SyntaxError)
    expect(() => sumDecimals(['1', '12e2'])).toThrow(SyntaxError)
  })
})

describe('rounding', () => {
  it.each([
    ['2.5', '3', '2', '2', '2', '3', '3', '2'],
    ['-2.5', '-3', '-2', '-2', '-2', '-3', '-2', '-3'],
    ['3.5', '4', '4', '3', '3', '4', '4', '3'],
    ['2.4', '2', '2', '2', '2', '3', '3', '2'],
    ['-2.6', '-3', '-3', '-3', '-2', '-3', '-2', '-3'],
    ['-0.4', '0', '0', '0', '0', '-1', '0', '-1'],
  ])('takes %s to its neighbours by the mode', (value, ...expected) => {
    expect(modes.map((mode) => roundDecimal(value, 0, mode))).toEqual(expected)
  })
})

describe('rounding a long decimal', () => {
  const long = '12345678901234567890'
  it.each([
    [`${long}.5`, '1', '0', '0', '0', '1', '1', '0'],
    [`-${long}.5`, '1', '0', '0', '0', '1', '0', '1'],
    [`${long.slice(0, -1)}1.5`, '2', '2', '1', '1', '2', '2', '1'],
    [`-${long.slice(0, -1)}1.5`, '2', '2', '1', '1', '2', '1', '2'],
    [`${long}.49`, '0', '0', '0', '0', '1', '1', '0'],
    [`${long}.51`, '1', '1', '1', '0', '1', '1', '0'],
  ])('takes %s to its neighbours by the mode', (value, ...last) => {
    const sign = value.startsWith('-') ? '-' : ''
    expect(modes.map((mode) => roundDecimal(value, 0, mode))).toEqual(
      last.map((digit) => `${sign}${long.slice(0, -1)}${digit}`),
    )
  })
})

describe('division', () => {
  it('decides ties by the mode, on whole numbers of any size', () => {
    const quotients = (a: Decimal) =>
      modes.map((mode) => divideDecimals(a, '2', { scale: 0, mode }))
    expect(quotients('5')).toEqual(['3', '2', '2', '2', '3', '3', '2'])
    expect(quotients('-5')).toEqual(['-3', '-2', '-2', '-2', '-3', '-2', '-3'])
    expect(quotients('7')).toEqual(['4', '4', '3', '3', '4', '4', '3'])
    expect(divideDecimals('7', '-2', { scale: 0, mode: 'floor' })).toBe('-4')
    expect(divideDecimals('-7', '-2', { scale: 0, mode: 'floor' })).toBe('3')
  })

  it('gives the quotient rounded once, and nothing for zero', () => {
    expect(divideDecimals('10', '3', { scale: 4, mode: 'half-up' })).toBe('3.3333')
    expect(divideDecimals('-10', '4', { scale: 0, mode: 'half-even' })).toBe('-2')
    expect(divideDecimals('1', '-8', { scale: 2, mode: 'floor' })).toBe('-0.13')
    expect(divideDecimals('1', '0', { scale: 2, mode: 'down' })).toBeUndefined()
  })

  it('undoes multiplication', () => {
    twoDecimals((a, b) => {
      fc.pre(b !== '0')
      expect(divideDecimals(multiplyDecimals(a, b), b, { scale: 40, mode: 'down' })).toBe(a)
    })
  })
})
