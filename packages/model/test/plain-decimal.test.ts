import { decimalOf } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printScaled } from '../src/value/exact-decimal.js'
import { plainDecimal } from '../src/value/plain-decimal.js'

const PLAIN = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/

describe('plainDecimal', () => {
  it.each([
    ['0', '0'],
    ['10', '10'],
    ['10.00', '10'],
    ['10.50', '10.5'],
    ['0.050', '0.05'],
    ['0.0', '0'],
    ['100', '100'],
    ['-7.10', '-7.1'],
    ['-0.5', '-0.5'],
    ['-10', '-10'],
    ['19.9', '19.9'],
    ['820982911946154508.90', '820982911946154508.9'],
  ])('reads %s as %s', (text, normal) => {
    expect(plainDecimal(text)).toBe(normal)
  })

  it.each([
    ...['', '-', '.', '-.', '.5', '5.', '-.5', '-5.', '00', '01', '-01', '00.5', '-0', '-0.00'],
    ...['1e3', '1.5e3', '+1', '--1', '1-', '1.2.3', '1,5', '1/5', '1:5', ' 1', '1 ', '0x1', 'NaN'],
  ])('leaves %j to others', (text) => {
    expect(plainDecimal(text)).toBeUndefined()
  })

  it('reads plain digits and nothing else, exactly, whatever their length', () => {
    const nearly = fc.oneof(
      fc.stringMatching(/^-?[0-9]{0,4}\.?[0-9]{0,4}$/),
      fc.stringMatching(/^[-+.e0-9/:]{0,6}$/),
      fc.tuple(fc.bigInt(), fc.stringMatching(/^[0-9]{1,20}$/)).map((parts) => parts.join('.')),
    )
    fc.assert(
      fc.property(nearly, (text) => {
        const [, sign = '', whole = '', fraction = ''] = PLAIN.exec(text) ?? []
        const units = BigInt(`${whole}${fraction}`)
        const isPlain = PLAIN.test(text) && !(sign === '-' && units === 0n)
        const exact = { units: sign === '-' ? -units : units, scale: fraction.length }
        expect(plainDecimal(text)).toBe(isPlain ? printScaled(exact) : undefined)
        if (isPlain) expect(decimalOf(text)).toBe(plainDecimal(text))
      }),
      { numRuns: 3000 },
    )
  })
})
