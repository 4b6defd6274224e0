import { fromUnits, toUnits } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideUnits, placePoint, printScaled } from '../src/value/exact-decimal.js'
import {
  divideSmall,
  isSmall,
  placeSmallPoint,
  powerOfTen,
  printSmall,
  scaleOf,
  smallUnits,
  smallUnitsAt,
} from '../src/value/small-decimal.js'

const modes = ['half-up', 'half-even', 'half-down', 'down', 'up', 'ceiling', 'floor'] as const
const LIMIT = 2 ** 52
const units = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.maxSafeInteger().map((whole) => Math.trunc(whole / 2)),
  fc.constantFrom(0, LIMIT, -LIMIT, LIMIT - 1),
)

describe('a small decimal', () => {
  it('is within what two numbers may be added in without losing a unit', () => {
    expect([LIMIT, -LIMIT, 0].map(isSmall)).toEqual([true, true, true])
    expect([LIMIT + 1, -LIMIT - 1, Number.NaN, 1 / 0].some(isSmall)).toBe(false)
    expect(Number.isSafeInteger(LIMIT + LIMIT)).toBe(false)
    expect(Number.isSafeInteger(LIMIT + LIMIT - 1)).toBe(true)
  })

  it('is scaled by powers of ten that a number holds', () => {
    for (let exponent = 0; exponent <= 15; exponent += 1) {
      expect(powerOfTen(exponent)).toBe(Number(`1e${exponent}`))
    }
    expect([16, -1, 400].map(powerOfTen)).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })

  it.each([
    ['0', 0],
    ['-7', 7],
    ['19.9', 199],
    ['-0.05', 5],
    ['999999999999999', 999_999_999_999_999],
    ['-9999999999999', 9_999_999_999_999],
  ])('reads %s as whole steps of its own scale', (text, size) => {
    const steps = text.startsWith('-') ? -size : size
    expect(smallUnits(text, scaleOf(text))).toBe(steps)
    expect(fromUnits(BigInt(steps), scaleOf(text))).toBe(text)
  })

  it.each([
    '1234567890123456',
    '-123456789012345',
    '1e5',
    '1,5',
    '1/5',
    '1:5',
    '1.2.3',
    'x',
    '--1',
  ])('gives up on %s, which is long or no decimal', (text) => {
    expect(smallUnits(text, scaleOf(text))).toBe(Number.NaN)
  })

  it('reads steps of a finer scale, and gives up where digits would be lost', () => {
    expect(smallUnitsAt('19.9', 2)).toBe(1990)
    expect(smallUnitsAt('19.9', 1)).toBe(199)
    expect(smallUnitsAt('19.9', 0)).toBe(Number.NaN)
    expect(smallUnitsAt('1', 16)).toBe(Number.NaN)
    fc.assert(
      fc.property(units, fc.nat(15), fc.nat(15), (count, own, scale) => {
        const text = fromUnits(BigInt(count), own)
        const steps = smallUnitsAt(text, scale)
        if (isSmall(steps)) expect(BigInt(steps)).toBe(toUnits(text, scale))
        else if (text.length <= 15 && scale <= 15)
          expect(Math.abs(Number(toUnits(text, scale) ?? LIMIT * 2))).toBeGreaterThan(LIMIT)
      }),
      { numRuns: 2000 },
    )
  })

  it('divides and rounds as whole numbers of any size do', () => {
    const divisors = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.nat(15).map(powerOfTen))
    fc.assert(
      fc.property(units, divisors, fc.constantFrom(...modes), (dividend, divisor, mode) => {
        const exact = divideUnits(BigInt(dividend), BigInt(divisor), mode)
        expect(BigInt(divideSmall(dividend, divisor, mode))).toBe(exact)
      }),
      { numRuns: 3000 },
    )
  })

  it('decides ties by the mode', () => {
    const quotients = (dividend: number) => modes.map((mode) => divideSmall(dividend, 2, mode))
    expect(quotients(5)).toEqual([3, 2, 2, 2, 3, 3, 2])
    expect(quotients(-5)).toEqual([-3, -2, -2, -2, -3, -2, -3])
    expect(quotients(7)).toEqual([4, 4, 3, 3, 4, 4, 3])
  })

  it('prints as whole numbers of any size do', () => {
    fc.assert(
      fc.property(units, fc.nat(20), (count, scale) => {
        const exact = { units: BigInt(count), scale }
        expect(printSmall(count, scale)).toBe(printScaled(exact))
        expect(placeSmallPoint(count, scale)).toBe(placePoint(exact.units, scale))
      }),
      { numRuns: 3000 },
    )
    for (let count = -1005; count <= 1005; count += 1) {
      expect(printSmall(count, 2)).toBe(printScaled({ units: BigInt(count), scale: 2 }))
    }
  })

  it('has no negative zero', () => {
    for (const scale of [0, 1, 2, 3]) expect(printSmall(-0, scale)).toBe('0')
  })
})
