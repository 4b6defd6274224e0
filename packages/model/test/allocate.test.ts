import { allocate, currencyExponent, multiplyDecimals, sumMoney, toUnits } from '@canonry/model'
import { arbitraryCurrency, arbitraryMoney } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactParts, smallParts } from '../src/value/allocate.js'

const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 9 })
  .filter((all) => all.some((weight) => weight > 0n))

describe('allocate', () => {
  it('splits 10.00 over three equal lines as 3.34, 3.33, 3.33', () => {
    const parts = allocate({ amount: '10', currency: 'EUR' }, [1n, 1n, 1n])
    expect(parts.map(({ amount }) => amount)).toEqual(['3.34', '3.33', '3.33'])
  })

  it('splits whole yen, and thousandths of a dinar', () => {
    const yen = allocate({ amount: '100', currency: 'JPY' }, [1n, 2n])
    expect(yen.map(({ amount }) => amount)).toEqual(['33', '67'])
    const dinar = allocate({ amount: '1', currency: 'KWD' }, [1n, 1n, 1n])
    expect(dinar.map(({ amount }) => amount)).toEqual(['0.334', '0.333', '0.333'])
  })

  it('adds up to the total for every sign and every weight', () => {
    fc.assert(
      fc.property(
        arbitraryCurrency.chain((currency) => arbitraryMoney(currency)),
        weights,
        (total, by) => {
          expect(sumMoney(allocate(total, by), total.currency)).toEqual(total)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('refuses weights that are all zero or negative', () => {
    expect(() => allocate({ amount: '1', currency: 'EUR' }, [0n, 0n])).toThrow('weights')
    expect(() => allocate({ amount: '1', currency: 'EUR' }, [2n, -1n])).toThrow('weights')
  })

  it('splits safe integers as whole numbers of any size are split', () => {
    const sizes = fc.oneof(
      fc.bigInt({ min: 0n, max: 1000n }),
      fc.bigInt({ min: 0n, max: 2n ** 54n }),
    )
    const anyWeights = fc
      .array(sizes, { minLength: 1, maxLength: 12 })
      .filter((all) => all.some((weight) => weight > 0n))
    const totals = arbitraryCurrency.chain((currency) =>
      fc.oneof(
        arbitraryMoney(currency),
        arbitraryMoney(currency, { min: -(2 ** 53 - 1), max: 2 ** 53 - 1 }),
        arbitraryMoney(currency).map(({ amount }) => ({
          amount: multiplyDecimals(amount, '0.001'),
          currency,
        })),
      ),
    )
    fc.assert(
      fc.property(totals, anyWeights, (total, by) => {
        const point = total.amount.indexOf('.')
        const digits = point < 0 ? 0 : total.amount.length - point - 1
        const scale = Math.max(currencyExponent(total.currency), digits)
        expect(allocate(total, by).map(({ amount }) => amount)).toEqual(
          exactParts(total.amount, by, scale),
        )
      }),
      { numRuns: 3000 },
    )
  })

  it('uses safe integers where all of them are safe, and only there', () => {
    expect(smallParts(1000, [1n, 1n, 1n])).toEqual([334, 333, 333])
    expect(smallParts(7, [0n, 5n, 0n])).toEqual([0, 7, 0])
    expect(smallParts(2 ** 26, [2n ** 26n])).toEqual([2 ** 26])
    expect(smallParts(1, [2n ** 52n - 1n, 1n])).toEqual([1, 0])
    expect(smallParts(3, Array<bigint>(100).fill(1n))?.slice(0, 4)).toEqual([1, 1, 1, 0])
    for (const [size, weights] of [
      [2 ** 26, [2n ** 26n + 1n]],
      [1, [2n ** 52n, 1n]],
      [Number.NaN, [1n]],
      [1, []],
      [1, [0n, 0n]],
      [1, [2n, -1n]],
      [3, Array<bigint>(101).fill(1n)],
    ] as const) {
      expect(smallParts(size, weights)).toBeUndefined()
    }
  })

  it('gives what is left to the largest remainders, the earlier part first', () => {
    const many = Array.from({ length: 150 }, (_, index) => BigInt(1 + (index % 3)))
    for (const [amount, weights] of [
      ['100', [1n, 2n, 3n, 1n]],
      ['-100', [3n, 1n, 2n, 1n]],
      ['101', many],
      ['-101', many],
    ] as const) {
      const sum = weights.reduce((a, b) => a + b, 0n)
      const size = BigInt(amount) < 0n ? -BigInt(amount) : BigInt(amount)
      const places = weights.map((weight, index) => ({ index, rest: (size * weight) % sum }))
      places.sort((a, b) => Number(b.rest - a.rest) || a.index - b.index)
      const shares = weights.map((weight) => (size * weight) / sum)
      const left = Number(size - shares.reduce((a, b) => a + b, 0n))
      for (const { index } of places.slice(0, left)) shares[index] = (shares[index] as bigint) + 1n
      const parts = allocate({ amount, currency: 'JPY' }, weights)
      expect(parts.map((part) => BigInt(part.amount))).toEqual(
        shares.map((share) => (BigInt(amount) < 0n ? -share : share)),
      )
      expect(parts.some((part) => part.amount === '-0')).toBe(false)
    }
  })

  it('splits exactly where products come close to what a number holds', () => {
    const close = fc.bigInt({ min: 1n, max: 2n ** 26n }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        weights: fc.array(fc.bigInt({ min: 1n, max: 2n ** 53n / size }), {
          minLength: 2,
          maxLength: 4,
        }),
      }),
    )
    fc.assert(
      fc.property(close, ({ size, weights }) => {
        const parts = allocate({ amount: String(size), currency: 'JPY' }, weights)
        expect(parts.map(({ amount }) => amount)).toEqual(exactParts(String(size), weights, 0))
      }),
      { numRuns: 3000 },
    )
  })

  it('gives no part a whole unit more or less than its fair share', () => {
    fc.assert(
      fc.property(
        arbitraryCurrency.chain((currency) => arbitraryMoney(currency)),
        weights,
        (total, by) => {
          const scale = currencyExponent(total.currency)
          const units = toUnits(total.amount, scale) as bigint
          const sum = by.reduce((a, b) => a + b, 0n)
          allocate(total, by).forEach(({ amount }, index) => {
            const off = (toUnits(amount, scale) as bigint) * sum - units * (by[index] as bigint)
            expect(off < sum && off > -sum).toBe(true)
          })
        },
      ),
      { numRuns: 1000 },
    )
  })
})
