import {
  addQuantities,
  compareMeasures,
  compareQuantities,
  convertQuantity,
  knownUnits,
  percentOfRate,
  pieces,
  printQuantity,
  Quantity,
  quantityInBase,
  rateFromNumber,
  rateFromPercent,
  subtractQuantities,
  unitDigits,
} from '@canonry/model'
import { arbitraryDecimal, arbitraryQuantity } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('quantity', () => {
  it('is in pieces where no unit is said, and pieces are whole', () => {
    expect(Quantity.parse({ value: '3' })).toEqual(pieces(3))
    expect(Quantity.safeParse({ value: '1.5' }).error?.issues[0]?.path).toEqual(['value'])
    expect(Quantity.safeParse({ value: '1.5', unit: 'EA' }).success).toBe(false)
    expect(Quantity.safeParse({ value: '1.5', unit: 'KGM' }).success).toBe(true)
    expect(Quantity.safeParse({ value: '0.0000001', unit: 'KGM' }).success).toBe(false)
  })

  it('takes rarer codes of the recommendation with nine digits', () => {
    expect(unitDigits('B22')).toBe(9)
    expect(Quantity.safeParse({ value: '0.000000001', unit: 'B22' }).success).toBe(true)
    expect(Quantity.safeParse({ value: '1', unit: 'kilo' }).success).toBe(false)
  })

  it('adds and compares within one unit only', () => {
    const half = { value: '0.5', unit: 'KGM' }
    expect(addQuantities(half, half)).toEqual({ value: '1', unit: 'KGM' })
    expect(subtractQuantities(half, half).value).toBe('0')
    expect(compareQuantities(half, { value: '0.25', unit: 'KGM' })).toBe(1)
    expect(() => addQuantities(half, pieces(1))).toThrow('C62')
    expect(() => compareQuantities(half, pieces(1))).toThrow('C62')
    expect(printQuantity(half)).toBe('0.5 KGM')
    expect(printQuantity(pieces(2))).toBe('2')
  })

  it.each([
    ['1.25', 'KGM', 'GRM', '1250'],
    ['1', 'LBR', 'GRM', undefined],
    ['100', 'LBR', 'KGM', '45.359237'],
    ['1', 'LBR', 'KGM', undefined],
    ['2', 'DZN', 'C62', '24'],
    ['5', 'C62', 'DZN', undefined],
    ['1', 'INH', 'MMT', '25.4'],
    ['1', 'LTR', 'KGM', undefined],
    ['1', 'XBX', 'C62', undefined],
    ['3', 'XBX', 'XBX', '3'],
    ['1', 'B22', 'KGM', undefined],
    ['1', 'KGM', 'B22', undefined],
    ['750', 'MLT', 'LTR', '0.75'],
    ['1', 'KWH', 'WHR', '1000'],
  ])('%s %s is %s exactly or not at all', (value, unit, to, expected) => {
    expect(convertQuantity({ value, unit }, to)?.value).toBe(expected)
  })

  it('is compared across the units of one dimension, and with nothing else', () => {
    const grams = { value: '500', unit: 'GRM' }
    const kilos = { value: '0.5', unit: 'KGM' }
    expect(quantityInBase(grams)).toEqual(quantityInBase(kilos))
    expect(quantityInBase({ value: '2', unit: 'DZN' })).toEqual(quantityInBase(pieces(24)))
    expect(compareMeasures(grams, kilos)).toBe(0)
    expect(compareMeasures(grams, { value: '0.51', unit: 'KGM' })).toBe(-1)
    expect(compareMeasures({ value: '1', unit: 'LBR' }, { value: '453', unit: 'GRM' })).toBe(1)
    expect(compareMeasures(grams, { value: '1', unit: 'LTR' })).toBeUndefined()
  })

  it('is its own base where the content of its unit varies or is not known here', () => {
    for (const unit of ['XBX', 'B22']) {
      expect(quantityInBase({ value: '2', unit })).toEqual({ value: '2', base: unit })
      expect(compareMeasures({ value: '2', unit }, { value: '1', unit })).toBe(1)
      expect(compareMeasures({ value: '2', unit }, pieces(2))).toBeUndefined()
    }
  })

  it('comes back unchanged from every unit it can be expressed in', () => {
    const units = knownUnits().map(({ code }) => code)
    fc.assert(
      fc.property(arbitraryQuantity(), fc.constantFrom(...units), (quantity, unit) => {
        const converted = convertQuantity(quantity, unit)
        if (converted === undefined) return
        expect(Quantity.safeParse(converted).success).toBe(true)
        expect(convertQuantity(converted, quantity.unit)).toEqual(quantity)
      }),
      { numRuns: 2000 },
    )
  })

  it('has a name, a dimension and codes of the recommendation’s form for every known unit', () => {
    for (const { code, name, digits } of knownUnits()) {
      expect(code).toMatch(/^[A-Z0-9]{2,3}$/)
      expect(name).not.toBe('')
      expect(digits).toBeLessThanOrEqual(6)
    }
  })
})

describe('rate', () => {
  it('is read from percent text and from the shortest form of a number', () => {
    expect(rateFromPercent('19')._unsafeUnwrap()).toBe('0.19')
    expect(rateFromPercent('7.25 %')._unsafeUnwrap()).toBe('0.0725')
    expect(rateFromPercent(' 7.25  % ')._unsafeUnwrap()).toBe('0.0725')
    expect(rateFromPercent('7.25%')._unsafeUnwrap()).toBe('0.0725')
    expect(rateFromPercent(' 19 ')._unsafeUnwrap()).toBe('0.19')
    expect(rateFromPercent('nineteen').isErr()).toBe(true)
    for (const [text, position] of [
      ['7%8', 1],
      ['  7,5 %', 3],
      ['7 %x', 1],
    ] as const) {
      const failure = rateFromPercent(text)._unsafeUnwrapErr()
      expect(failure).toMatchObject({ kind: 'not-a-number', position })
      expect(rateFromPercent(failure.example).isOk()).toBe(true)
    }
    expect(rateFromNumber(0.1)).toBe('0.1')
    expect(rateFromNumber(0.07)).toBe('0.07')
    expect(rateFromNumber(1e-7)).toBe('0.0000001')
    expect(rateFromNumber(Number.NaN)).toBeUndefined()
    expect(percentOfRate('0.0725')).toBe('7.25')
  })

  it('comes back from its percent and from its number', () => {
    fc.assert(
      fc.property(arbitraryDecimal, fc.double({ noNaN: true, noDefaultInfinity: true }), (a, b) => {
        expect(rateFromPercent(percentOfRate(a))._unsafeUnwrap()).toBe(a)
        const rate = rateFromNumber(b)
        if (rate !== undefined) expect(Number(rate)).toBe(b === 0 ? 0 : b)
      }),
      { numRuns: 1000 },
    )
  })
})
