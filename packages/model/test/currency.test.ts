import {
  Currency,
  currencyExponent,
  currencyInfo,
  isCurrency,
  Money,
  parseCurrency,
} from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('currency', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['XCG', 2],
    ['ISK', 0],
  ])('%s has %i digits and is active', (code, exponent) => {
    expect(currencyExponent(code)).toBe(exponent)
    expect(parseCurrency(code)._unsafeUnwrap()).toMatchObject({ code, exponent, status: 'active' })
  })

  it.each([
    ['DEM', 2],
    ['ITL', 0],
    ['SLL', 2],
    ['HRK', 2],
    ['VEF', 2],
    ['BGN', 2],
    ['BYR', 0],
  ])('%s is read with %i digits and flagged as historic', (code, exponent) => {
    expect(parseCurrency(code)._unsafeUnwrap()).toMatchObject({ exponent, status: 'historic' })
    expect(Currency.safeParse(code).success).toBe(true)
  })

  it('tells funds from currencies that are paid with', () => {
    expect(['CHE', 'USN', 'CLF'].map((code) => currencyInfo(code)?.fund)).toEqual([
      true,
      true,
      true,
    ])
    expect(currencyInfo('CHF')?.fund).toBe(false)
  })

  it('is refused with a reason, a place and an example when it is none', () => {
    const failure = (text: string) => parseCurrency(text)._unsafeUnwrapErr()
    expect(failure('QQQ')).toMatchObject({ kind: 'unknown-currency', example: 'EUR' })
    expect(failure('EuR')).toMatchObject({ kind: 'not-a-code', position: 1 })
    expect(failure('EURO')).toMatchObject({ kind: 'not-a-code', position: 3 })
    expect(failure('EUR ')).toMatchObject({ kind: 'not-a-code', position: 3 })
    expect(failure('XAU')).toMatchObject({ kind: 'no-minor-unit', example: 'EUR' })
    expect(failure('XAU').message).toContain('XAU has no minor unit')
    expect(failure('QQQ').message).toContain('QQQ is no code of ISO 4217')
    expect(failure('euro').message).toContain('three capital letters')
    expect(parseCurrency(failure('euro').example).isOk()).toBe(true)
    expect(parseCurrency(978)._unsafeUnwrapErr()).toMatchObject({
      kind: 'not-text',
      example: 'EUR',
    })
    expect(currencyInfo('XAU')).toMatchObject({ status: 'active' })
    expect(Money.safeParse({ amount: '1', currency: 'QQQ' }).success).toBe(false)
    expect(() => currencyExponent('QQQ')).toThrow('QQQ')
  })

  it('is known by its schema exactly when it is read', () => {
    const text = fc.oneof(fc.stringMatching(/^[A-Z]{3}$/), fc.string(), fc.constant('toString'))
    fc.assert(
      fc.property(text, (code) => {
        expect(Currency.safeParse(code).success).toBe(parseCurrency(code).isOk())
        expect(isCurrency(code)).toBe(parseCurrency(code).isOk())
      }),
      { numRuns: 2000 },
    )
  })
})
