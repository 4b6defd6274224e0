import { allocate, sumMoney } from '@canonry/model'
import { arbitraryCurrency, arbitraryMoney } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

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
})
