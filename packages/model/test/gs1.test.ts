import {
  Gln,
  Gtin,
  gs1CheckDigit,
  parseGln,
  parseGtin,
  parseSscc,
  printGtin,
  Sscc,
  toGtin,
} from '@canonry/model'
import { arbitraryGln, arbitraryGtin, arbitrarySscc } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const replaceAt = (text: string, index: number, part: string) =>
  text.slice(0, index) + part + text.slice(index + part.length)

describe('GTIN', () => {
  it.each([
    ['4006381333931', '04006381333931'],
    ['036000291452', '00036000291452'],
    ['96385074', '00000096385074'],
    ['10614141000415', '10614141000415'],
    [' 4006381333931\n', '04006381333931'],
  ])('%s is %s', (text, expected) => {
    expect(parseGtin(text)._unsafeUnwrap()).toBe(expected)
    expect(printGtin(expected)).toBe(text.trim())
  })

  it('says what is wrong, where, and what right looks like', () => {
    const failure = (text: string) => parseGtin(text)._unsafeUnwrapErr()
    expect(failure('400638133393X')).toMatchObject({ kind: 'not-digits', position: 12 })
    expect(failure('  40063-81333931')).toMatchObject({ kind: 'not-digits', position: 7 })
    expect(failure('X006381333931')).toMatchObject({ kind: 'not-digits', position: 0 })
    expect(failure('X006381333931').message).toBe('a GTIN has digits only')
    expect(failure('36000291452').message).toContain('a GTIN has 8, 12, 13, 14 digits, this has 11')
    expect(failure('00000000').message).toBe('a GTIN of zeros names nothing')
    expect(failure('36000291452')).toMatchObject({ kind: 'wrong-length', position: 11 })
    expect(failure('4006381333932')).toMatchObject({ kind: 'wrong-check-digit', position: 12 })
    expect(failure('4006381333932').message).toContain('1')
    expect(failure('00000000')).toMatchObject({ kind: 'all-zeros' })
    expect(parseGtin(failure('').example).isOk()).toBe(true)
  })

  it('is in the schema with a right check digit and not of zeros only', () => {
    expect(Gtin.safeParse('04006381333931').success).toBe(true)
    expect(Gtin.safeParse('04006381333932').success).toBe(false)
    expect(Gtin.safeParse('00000000000000').success).toBe(false)
    expect(Gtin.safeParse('4006381333931').success).toBe(false)
  })

  it('prints in the length that is asked for, when it fits', () => {
    expect(toGtin('00036000291452', 12)).toBe('036000291452')
    expect(toGtin('00036000291452', 13)).toBe('0036000291452')
    expect(toGtin('00036000291452', 8)).toBeUndefined()
  })

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(arbitraryGtin, (gtin) => {
        expect(parseGtin(printGtin(gtin))._unsafeUnwrap()).toBe(gtin)
        expect(Gtin.safeParse(gtin).success).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('GLN and SSCC', () => {
  it('are read with their check digits', () => {
    expect(parseGln('4012345000009').isOk()).toBe(true)
    expect(parseSscc('(00)340123450000000000').isOk()).toBe(true)
    expect(parseSscc('340123450000000001')._unsafeUnwrapErr().kind).toBe('wrong-check-digit')
    expect(parseSscc('(00)34012345000000000x')._unsafeUnwrapErr().position).toBe(21)
    expect(parseSscc(' (00)340123450000000000 ')._unsafeUnwrap()).toBe('340123450000000000')
    expect(parseSscc('1(00)340123450000000000').isErr()).toBe(true)
    expect(parseSscc('3401(00)23450000000000')._unsafeUnwrapErr().position).toBe(4)
    expect(parseGln('12')._unsafeUnwrapErr().message).toContain('a GLN has 13 digits')
    expect(parseSscc('12')._unsafeUnwrapErr().message).toContain('a SSCC has 18 digits')
    expect([parseGtin(5), parseGln(5), parseSscc(5)].map((answer) => answer.isErr())).toEqual([
      true,
      true,
      true,
    ])
    expect(parseGln(parseGln('')._unsafeUnwrapErr().example).isOk()).toBe(true)
    expect(parseSscc(parseSscc('')._unsafeUnwrapErr().example).isOk()).toBe(true)
  })

  it('are read as they are made', () => {
    fc.assert(
      fc.property(arbitraryGln, arbitrarySscc, (gln, sscc) => {
        expect(parseGln(gln)._unsafeUnwrap()).toBe(gln)
        expect(parseSscc(sscc)._unsafeUnwrap()).toBe(sscc)
        expect(Gln.safeParse(gln).success && Sscc.safeParse(sscc).success).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the check digit', () => {
  const numbers = fc.oneof(arbitraryGtin, arbitraryGln, arbitrarySscc)
  const isRight = (digits: string) => gs1CheckDigit(digits.slice(0, -1)) === digits.at(-1)

  it('finds every changed digit', () => {
    fc.assert(
      fc.property(numbers, fc.nat(17), fc.integer({ min: 1, max: 9 }), (digits, place, step) => {
        const index = place % digits.length
        const changed = String((Number(digits[index]) + step) % 10)
        expect(isRight(digits)).toBe(true)
        expect(isRight(replaceAt(digits, index, changed))).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('finds swapped neighbours exactly when they do not differ by five', () => {
    fc.assert(
      fc.property(numbers, fc.nat(16), (digits, place) => {
        const index = place % (digits.length - 1)
        const [a, b] = [digits[index] as string, digits[index + 1] as string]
        const swapped = replaceAt(digits, index, b + a)
        expect(isRight(swapped)).toBe(a === b || Math.abs(Number(a) - Number(b)) === 5)
      }),
      { numRuns: 2000 },
    )
  })
})
