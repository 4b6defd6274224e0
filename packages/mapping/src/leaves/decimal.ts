import { type Decimal, parseDecimal } from '@canonry/model'
import { z } from 'zod'
import { type Refusal, refuse } from '../refusal.js'
import { numberOf, WireNumber } from '../wire/wire-number.js'
import { type Leaf, leaf } from './leaf.js'

/** A number as documents carry it: a JSON number, one kept as text, or digits in a string. */
export const WireDecimal = z.union([
  z.number(),
  z.string(),
  z.custom<WireNumber>((value) => value instanceof WireNumber),
])
export type WireDecimal = z.infer<typeof WireDecimal>

// digits without end are no amount, and big integers of them cost quadratic time
const LONGEST = 64

/** Decimal text: `"10.00"` in the document is `"10"` in the entity. */
export const decimal: Leaf<string, Decimal> = leaf({
  name: 'decimal',
  doc: 'decimal text, exact; trailing zeros do not count',
  decode: (wire) => (typeof wire === 'string' ? readDecimal(wire) : refuse('type', 'decimal text')),
  encode: writtenDecimal,
  normal: (wire) => parseDecimal(wire) ?? wire,
})

/** A JSON number as an exact decimal: `0.19` in the document is `"0.19"` in the entity. */
export const rate: Leaf<WireDecimal, Decimal> = leaf({
  name: 'rate',
  doc: 'JSON number, exact',
  loss: 'whether the number was written as text',
  decode: (wire) => readDecimal(digitsOf(wire)),
  encode: (value) => {
    const written = writtenDecimal(value)
    return typeof written === 'string' ? numberOf(written) : written
  },
  normal: (wire) => {
    const digits = parseDecimal(digitsOf(wire)) ?? ''
    return typeof wire === 'string' ? digits : numberOf(digits)
  },
})

function readDecimal(text: string): Decimal | Refusal {
  const value = text.length > LONGEST ? undefined : parseDecimal(text)
  return value ?? refuse('decimal', `a decimal of at most ${LONGEST} characters`)
}

function writtenDecimal(value: Decimal): Decimal | Refusal {
  const isNormal =
    typeof value === 'string' && value.length <= LONGEST && parseDecimal(value) === value
  return isNormal ? value : refuse('decimal', 'a normalised decimal')
}

function digitsOf(wire: WireDecimal): string {
  if (wire instanceof WireNumber) return wire.text
  return typeof wire === 'number' || typeof wire === 'string' ? String(wire) : ''
}
