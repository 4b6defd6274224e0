import fc from 'fast-check'
import { type Gln, type Gtin, gs1CheckDigit, type Sscc } from '../value/gs1.js'

/** GTINs of all four lengths, normalised to 14 digits. */
export const arbitraryGtin: fc.Arbitrary<Gtin> = fc
  .constantFrom(8, 12, 13, 14)
  .chain(arbitraryNumber)
  .map((digits) => digits.padStart(14, '0'))

/** GLNs with a right check digit. */
export const arbitraryGln: fc.Arbitrary<Gln> = arbitraryNumber(13)

/** SSCCs with a right check digit. */
export const arbitrarySscc: fc.Arbitrary<Sscc> = arbitraryNumber(18)

function arbitraryNumber(length: number): fc.Arbitrary<string> {
  return fc
    .bigInt({ min: 1n, max: 10n ** BigInt(length - 1) - 1n })
    .map((number) => String(number).padStart(length - 1, '0'))
    .map((digits) => digits + gs1CheckDigit(digits))
}
