import { type Decimal, decimalOf } from '@canonry/model'
import { z } from 'zod'
import { isRefusal, type Refusal, refuse } from '../refusal.js'
import { numberOf, WireNumber } from '../wire/wire-number.js'
import { checkedDecimal, readDecimal, SOME_DECIMAL } from './decimal.js'
import { knownNumber, rememberNumber, textOf } from './known-numbers.js'
import { type Leaf, leaf } from './leaf.js'

const Kept = z.custom<WireNumber>((value) => value instanceof WireNumber)

/** A JSON number, or one kept as text because a double cannot hold it. */
export const JsonNumber = z.union([z.number(), Kept])
export type JsonNumber = z.infer<typeof JsonNumber>

/** A number as documents carry it: a JSON number, one kept as text, or digits in a string. */
export const WireDecimal = z.union([z.number(), z.string(), Kept])
export type WireDecimal = z.infer<typeof WireDecimal>

// fifteen characters are fifteen digits at most, which every double holds
const SHORT = 15

/** A JSON number as an exact decimal: `12.5` in the document is `"12.5"` in the entity. */
export const decimalNumber: Leaf<JsonNumber, Decimal> = leaf({
  name: 'decimalNumber',
  doc: 'JSON number, exact',
  domain: { wire: { kind: 'number' }, entity: SOME_DECIMAL },
  decode: (wire) => (typeof wire === 'string' ? refuse('type', 'a JSON number') : readNumber(wire)),
  encode: writtenNumber,
  normal: (wire) => jsonNumberOf(decimalOf(digitsOf(wire)) ?? ''),
})

/** A share as a JSON number or as text, exact: `0.19` in the document is `"0.19"`, 19 percent. */
export const rate: Leaf<WireDecimal, Decimal> = leaf<WireDecimal, Decimal>({
  name: 'rate',
  doc: 'JSON number, exact',
  lossless: (wire) => typeof wire === 'number' && isShort(wire),
  loss: 'whether the number was written as text',
  domain: {
    wire: { kind: 'any-of', of: [{ kind: 'number' }, SOME_DECIMAL] },
    entity: SOME_DECIMAL,
  },
  decode: readNumber,
  encode: writtenNumber,
  normal: (wire) => {
    const digits = decimalOf(digitsOf(wire)) ?? ''
    return typeof wire === 'string' ? digits : jsonNumberOf(digits)
  },
})

// such a number has no digit that a double cannot hold, whatever its notation
function isShort(wire: number): boolean {
  return Math.abs(wire) < 1e15 && textOf(wire).length <= SHORT
}

function writtenNumber(value: Decimal) {
  const known = knownNumber(value)
  if (known !== undefined) return known
  const digits = checkedDecimal(value)
  if (isRefusal(digits)) return digits
  const number = jsonNumberOf(digits)
  if (typeof number === 'number') rememberNumber(digits, number)
  return number
}

function jsonNumberOf(digits: Decimal): number | WireNumber {
  return digits.length <= SHORT ? Number(digits) : numberOf(digits)
}

function readNumber(wire: WireDecimal): Decimal | Refusal {
  // the engine prints these without an exponent and without a zero too many
  if (typeof wire === 'number' && (wire === 0 || (1e-6 <= Math.abs(wire) && Math.abs(wire) < 1e21)))
    return textOf(wire)
  return readDecimal(digitsOf(wire))
}

function digitsOf(wire: WireDecimal): string {
  if (wire instanceof WireNumber) return wire.text
  return typeof wire === 'number' || typeof wire === 'string' ? String(wire) : ''
}
