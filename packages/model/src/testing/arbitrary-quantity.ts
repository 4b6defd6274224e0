import fc from 'fast-check'
import { fromUnits } from '../value/decimal.js'
import { type Quantity, type Unit, unitDigits } from '../value/quantity.js'

/** Units of everyday retail: pieces, dozens, weighed, poured and cut goods. */
export const arbitraryUnit: fc.Arbitrary<Unit> = fc.constantFrom(
  'C62',
  'EA',
  'DZN',
  'KGM',
  'GRM',
  'LBR',
  'LTR',
  'MLT',
  'MTR',
  'MTK',
)

/** Quantities above zero, of one unit or of any, with up to three digits where the unit has any. */
export function arbitraryQuantity(unit?: Unit): fc.Arbitrary<Quantity> {
  return fc
    .tuple(
      unit === undefined ? arbitraryUnit : fc.constant(unit),
      fc.integer({ min: 1, max: 99_999 }),
    )
    .map(([of, steps]) => ({
      value: fromUnits(BigInt(steps), Math.min(3, unitDigits(of))),
      unit: of,
    }))
}
