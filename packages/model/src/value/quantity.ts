import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import {
  addDecimals,
  compareDecimals,
  Decimal,
  divideDecimals,
  multiplyDecimals,
  negateDecimal,
} from './decimal.js'
import { scaleOf } from './small-decimal.js'
import { OTHER_UNIT_DIGITS, unitInfo } from './unit.js'

/** A UN/CEFACT Recommendation 20 (or, with X, 21) common code: `C62` for one, `KGM` for kilograms. */
export const Unit = z
  .string()
  .regex(/^[A-Z0-9]{2,3}$/)
  .describe(
    'A unit (UN/CEFACT Rec 20, or 21 with X): `C62` one piece, `KGM` kilogram, `LTR` litre.',
  )
export type Unit = z.infer<typeof Unit>

/**
 * How much of something: `{ value: "1.25", unit: "KGM" }`; where the unit is not said, it is C62.
 *
 * Counted units are whole; others have no more digits than {@link unitDigits} says.
 */
export const Quantity = lazyObject(() => ({
  value: Decimal.meta({
    description: 'How much: `1.25`. Counted units are whole.',
    unit: 'the `unit`',
  }),
  unit: Unit.default('C62').describe(
    'Of which unit (UN/CEFACT Rec 20); where it is not said, C62: pieces.',
  ),
}))
  .refine(({ value, unit }) => scaleOf(value) <= unitDigits(unit), {
    error: 'more digits than the unit has',
    path: ['value'],
  })
  .meta({
    description: 'How much of something: `{ "value": "1.25", "unit": "KGM" }`.',
    unit: 'its own unit',
  })
export type Quantity = z.infer<typeof Quantity>

/** Digits after the point that quantities of a unit may have: 0 for pieces, 6 for kilograms. */
export function unitDigits(unit: Unit): number {
  return unitInfo(unit)?.digits ?? OTHER_UNIT_DIGITS
}

/** So many pieces. */
export function pieces(count: number | Decimal): Quantity {
  return { value: String(count), unit: 'C62' }
}

/** The exact sum. Adding two units is a bug in the caller and throws: convert first. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  if (a.unit !== b.unit) throw new Error(`cannot add ${b.unit} to ${a.unit}`)
  return { value: addDecimals(a.value, b.value), unit: a.unit }
}

/** The exact difference `a − b`; two units throw. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, negateQuantity(b))
}

/** The same magnitude with the other sign. */
export function negateQuantity(a: Quantity): Quantity {
  return { value: negateDecimal(a.value), unit: a.unit }
}

/** Negative, zero or positive as `a` is below, equal to or above `b`; two units throw. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.unit !== b.unit) throw new Error(`cannot compare ${b.unit} with ${a.unit}`)
  return compareDecimals(a.value, b.value)
}

/**
 * The same quantity in another unit of its dimension, exactly.
 *
 * `undefined` when the units measure different things, when the content of one varies (a box), or
 * when the result is no decimal of the digits that the unit has: nothing is rounded.
 */
export function convertQuantity(quantity: Quantity, unit: Unit): Quantity | undefined {
  if (quantity.unit === unit) return quantity
  const from = unitInfo(quantity.unit)
  const to = unitInfo(unit)
  if (!from?.factor || !to?.factor || from.dimension !== to.dimension) return undefined
  const inBase = multiplyDecimals(quantity.value, from.factor)
  const value = divideDecimals(inBase, to.factor, { scale: to.digits, mode: 'down' })
  if (value === undefined || multiplyDecimals(value, to.factor) !== inBase) return undefined
  return { value, unit }
}

/**
 * The quantity in the base unit of what it measures, with every digit: `500` GRM is 0.5 of mass.
 *
 * `base` names what is measured; only quantities with the same base compare. Units whose content
 * varies, and rarer ones, are their own base.
 */
export function quantityInBase({ value, unit }: Quantity): {
  readonly value: Decimal
  readonly base: string
} {
  const info = unitInfo(unit)
  if (!info?.factor) return { value, base: unit }
  return { value: multiplyDecimals(value, info.factor), base: info.dimension }
}

/** Negative, zero or positive as `a` is below, equal to or above `b`; `undefined` for two things. */
export function compareMeasures(a: Quantity, b: Quantity): -1 | 0 | 1 | undefined {
  const x = quantityInBase(a)
  const y = quantityInBase(b)
  return x.base === y.base ? compareDecimals(x.value, y.value) : undefined
}

/** A quantity as a person reads it: `"1.25 KGM"`. */
export function printQuantity({ value, unit }: Quantity): string {
  return unit === 'C62' ? value : `${value} ${unit}`
}
