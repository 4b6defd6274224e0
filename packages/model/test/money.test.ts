import {
  addAmounts,
  addMoney,
  type Money,
  negateAmount,
  negateMoney,
  printMoney,
  roundMoney,
  subtractMoney,
  sumMoney,
  zeroMoney,
} from '@canonry/model'
import { arbitraryMoney } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const eur = (amount: string): Money => ({ amount, currency: 'EUR' })
const usd = (amount: string): Money => ({ amount, currency: 'USD' })

describe('money', () => {
  it('is added, taken off and turned round in its currency', () => {
    expect(addMoney(eur('19.9'), eur('0.1'))).toEqual(eur('20'))
    expect(subtractMoney(eur('19.9'), eur('20'))).toEqual(eur('-0.1'))
    expect(negateMoney(eur('-0.1'))).toEqual(eur('0.1'))
    expect(negateMoney(zeroMoney('EUR'))).toEqual(eur('0'))
  })

  it('is a group: nothing is neutral, and what is added can be taken off again', () => {
    const monies = arbitraryMoney('EUR')
    fc.assert(
      fc.property(monies, monies, (a, b) => {
        expect(addMoney(a, zeroMoney('EUR'))).toEqual(a)
        expect(addMoney(a, b)).toEqual(addMoney(b, a))
        expect(subtractMoney(addMoney(a, b), b)).toEqual(a)
        expect(addMoney(a, negateMoney(a))).toEqual(zeroMoney('EUR'))
      }),
    )
  })

  it('sums a list, also an empty one', () => {
    expect(sumMoney([eur('1.1'), eur('2.2'), eur('-0.3')], 'EUR')).toEqual(eur('3'))
    expect(sumMoney(new Set<Money>(), 'JPY')).toEqual({ amount: '0', currency: 'JPY' })
  })

  it('never mixes two currencies', () => {
    expect(() => addMoney(eur('1'), usd('1'))).toThrow('cannot add USD to EUR')
    expect(() => subtractMoney(eur('1'), usd('1'))).toThrow('cannot add USD to EUR')
    expect(() => sumMoney([eur('1'), usd('1')], 'EUR')).toThrow('cannot add USD to EUR')
    expect(() => sumMoney([eur('1')], 'USD')).toThrow('cannot add EUR to USD')
  })

  it('is rounded to the minor unit of its currency, in the mode that is named', () => {
    expect(roundMoney(eur('1.005'), 'half-up')).toEqual(eur('1.01'))
    expect(roundMoney(eur('1.005'), 'half-even')).toEqual(eur('1'))
    expect(roundMoney({ amount: '100.5', currency: 'JPY' }, 'floor').amount).toBe('100')
    expect(roundMoney({ amount: '1.0005', currency: 'KWD' }, 'up').amount).toBe('1.001')
  })

  it('is printed with its currency and every digit', () => {
    expect(printMoney(eur('19.905'))).toBe('EUR 19.905')
  })
})

describe('an amount', () => {
  const both = { shop: eur('10'), buyer: usd('11.5') }

  it('is added side by side, and its buyer’s side is unknown as soon as one part’s is', () => {
    expect(addAmounts(both, both)).toEqual({ shop: eur('20'), buyer: usd('23') })
    for (const sum of [
      addAmounts(both, { shop: eur('1') }),
      addAmounts({ shop: eur('1') }, both),
    ]) {
      expect(sum).toStrictEqual({ shop: eur('11') })
    }
  })

  it('is turned round on every side that it has', () => {
    expect(negateAmount(both)).toEqual({ shop: eur('-10'), buyer: usd('-11.5') })
    expect(negateAmount({ shop: eur('1') })).toStrictEqual({ shop: eur('-1') })
  })
})
